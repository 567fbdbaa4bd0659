using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Runs the command line as people do: as a program of its own.</summary>
internal static class Cli
{
    // bin/<configuration>/net10.0/ of this project, so that Debug tests run the Debug program.
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Path { get; } = Repository.PathOf("src", "CognitoUnlink.Cli", "bin", s_configuration, "net10.0", "cognito-unlink.dll");

    /// <summary>No credentials or regions of whoever runs the tests.</summary>
    public static Dictionary<string, string?> Environment { get; } = new()
    {
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_SHARED_CREDENTIALS_FILE"] = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "cognito-unlink-no-credentials"),
        ["AWS_CONFIG_FILE"] = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "cognito-unlink-no-config"),
        ["AWS_ACCESS_KEY_ID"] = null,
        ["AWS_SECRET_ACCESS_KEY"] = null,
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        ["AWS_REGION"] = null,
        ["AWS_DEFAULT_REGION"] = null,
        ["AWS_ENDPOINT_URL"] = null,
    };

    public static Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(Environment, arguments);

    /// <summary>Runs against a local pool as against AWS: endpoint and keys from outside.</summary>
    public static Task<ToolResult> RunAsync(LocalUserPool pool, params string[] arguments) =>
        RunAsync(
            new Dictionary<string, string?>(Environment)
            {
                ["AWS_ACCESS_KEY_ID"] = pool.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey,
                ["AWS_REGION"] = pool.Region,
            },
            [.. arguments, "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl]);

    private static Task<ToolResult> RunAsync(Dictionary<string, string?> environment, string[] arguments) =>
        Tool.RunAsync("dotnet", ["exec", Path, .. arguments], environment);
}
