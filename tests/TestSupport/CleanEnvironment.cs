namespace CognitoUnlink.TestSupport;

/// <summary>An environment without the credentials, regions and color settings of the person who runs the tests.</summary>
public static class CleanEnvironment
{
    private static readonly Dictionary<string, string?> s_own = new()
    {
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Path.GetTempPath(), "cognito-unlink-no-credentials"),
        ["AWS_CONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "cognito-unlink-no-config"),
        ["AWS_ACCESS_KEY_ID"] = null,
        ["AWS_SECRET_ACCESS_KEY"] = null,
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        ["AWS_REGION"] = null,
        ["AWS_DEFAULT_REGION"] = null,
        ["AWS_ENDPOINT_URL"] = null,
        ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = null,
        ["NO_COLOR"] = null,
        ["CLICOLOR_FORCE"] = null,
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
    };

    private static readonly Dictionary<string, string?> s_shortLived = new()
    {
        // Profiling code to compile it better does not pay off within a second.
        ["DOTNET_TieredPGO"] = "0",
        // Nor does recompiling hot code before a program has run for some seconds (0x1000 ms) without loading new code.
        ["DOTNET_TC_CallCountingDelayMs"] = "1000",
        // W^X protects against attacks that no test makes, and costs a short program a twentieth of its time.
        ["DOTNET_EnableWriteXorExecute"] = "0",
        // Threads that wait for the network would take processor time from other tests.
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        // A program that is killed would leave its debugger pipes behind.
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    /// <summary>For tests: .NET is configured for programs that end soon.</summary>
    public static IReadOnlyDictionary<string, string?> Variables { get; } = s_own.Concat(s_shortLived).ToDictionary();

    /// <summary>For benchmarks: .NET runs a program as it does for its users.</summary>
    public static IReadOnlyDictionary<string, string?> ForBenchmarks { get; } = s_own.Concat(s_shortLived.Keys.Select(name => KeyValuePair.Create(name, (string?)null))).ToDictionary();
}
