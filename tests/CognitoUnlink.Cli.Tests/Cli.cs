using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Runs the command line as users do: as a separate program.</summary>
internal static class Cli
{
    // This project is in bin/<configuration>/net10.0/, so Debug tests run the Debug program.
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static readonly string s_program = Repository.PathOf("tests", "CommandLine", "bin", Configuration, "net10.0", "publish", "CommandLine");

    /// <summary>The command that starts it: the program that COGNITOUNLINK_PROGRAM names, for instance a single-file one, or else the one built here.</summary>
    public static IReadOnlyList<string> Command { get; } =
        Environment.GetEnvironmentVariable("COGNITOUNLINK_PROGRAM") is { Length: > 0 } program ? [Path.GetFullPath(program, Repository.Root)]
        : File.Exists($"{s_program}.dll") ? ["dotnet", "exec", $"{s_program}.dll"]
        : [s_program];

    /// <summary>The same command for a shell.</summary>
    public static string ShellCommand { get; } = string.Join(' ', Command.Select(word => $"'{word}'"));

    /// <summary>The program to start, with <see cref="With"/>.</summary>
    public static string Program => Command[0];

    /// <summary>The arguments to start it with.</summary>
    public static IEnumerable<string> With(IEnumerable<string> arguments) => Command.Skip(1).Concat(arguments);

    public static Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(CleanEnvironment.Variables, arguments);

    /// <summary>Runs with the profiles in a config file.</summary>
    public static Task<ToolResult> RunWithConfigAsync(string config, params string[] arguments) =>
        RunAsync(new Dictionary<string, string?>(CleanEnvironment.Variables) { ["AWS_CONFIG_FILE"] = config }, arguments);

    /// <summary>Runs against a local pool as if it were AWS: endpoint and keys are given from outside.</summary>
    public static Task<ToolResult> RunAsync(LocalUserPool pool, params string[] arguments) =>
        RunAtAsync(pool, [.. arguments, "--user-pool-id", pool.UserPoolId]);

    /// <summary>The same without naming the pool.</summary>
    public static Task<ToolResult> RunAtAsync(LocalUserPool pool, string[] arguments, string? input = null) =>
        RunAsync(
            new Dictionary<string, string?>(CleanEnvironment.Variables)
            {
                ["AWS_ACCESS_KEY_ID"] = pool.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey,
                ["AWS_REGION"] = pool.Region,
            },
            [.. arguments, "--endpoint-url", pool.EndpointUrl, .. arguments.Contains("--requests-per-second") ? Array.Empty<string>() : ["--requests-per-second", "10000"]],
            input);

    /// <summary>Runs with these variables as well.</summary>
    public static Task<ToolResult> RunWithAsync(Dictionary<string, string?> variables, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(CleanEnvironment.Variables);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return RunAsync(environment, arguments);
    }

    private static Task<ToolResult> RunAsync(IReadOnlyDictionary<string, string?> environment, string[] arguments, string? input = null) =>
        Tool.RunAsync(Program, With(arguments), environment, input);
}
