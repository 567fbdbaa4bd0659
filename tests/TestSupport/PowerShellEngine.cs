using System.Reflection;

namespace CognitoUnlink.TestSupport;

/// <summary>
/// The PowerShell and the Pester that tests use, from packages that the build restores. COGNITOUNLINK_PWSH selects another PowerShell (a program or a
/// pwsh.dll), COGNITOUNLINK_PESTER another of the restored versions of Pester.
/// </summary>
public static class PowerShellEngine
{
    private static readonly string? s_named = System.Environment.GetEnvironmentVariable("COGNITOUNLINK_PWSH") is { Length: > 0 } named ? named : null;

    // If dotnet starts it, the process is the engine itself. The program of the .NET tool starts another process and waits for it.
    private static readonly string? s_assembly = s_named is null
        ? Metadata("PowerShell")
        : s_named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFullPath(s_named) : null;

    public static string Program { get; } = s_assembly is null ? s_named! : "dotnet";

    /// <summary>The path of the Pester manifest.</summary>
    public static string Pester { get; } = PackageFile(
        "pester",
        System.Environment.GetEnvironmentVariable("COGNITOUNLINK_PESTER") is { Length: > 0 } version ? version : Metadata("PesterVersion"),
        "tools",
        "Pester.psd1");

    /// <summary>Plain output, and no settings of the person who runs the tests.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(CleanEnvironment.Variables)
    {
        ["NO_COLOR"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
    };

    /// <summary>The arguments for <see cref="Program"/> that start PowerShell with these arguments.</summary>
    public static string[] Arguments(params IEnumerable<string> arguments) => s_assembly is null ? [.. arguments] : [s_assembly, .. arguments];

    public static Task<ToolResult> RunAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? timeout = null) =>
        Tool.RunAsync(Program, Arguments(arguments), environment ?? Environment, timeout: timeout);

    private static string PackageFile(string package, string version, params string[] path)
    {
        var file = Path.Combine([Metadata("PackageFolder"), package, version, .. path]);
        return File.Exists(file) ? file : throw new FileNotFoundException($"There is no '{file}'. The build restores only the versions that Directory.Packages.props and .config/dotnet-tools.json name.");
    }

    private static string Metadata(string name) =>
        typeof(PowerShellEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == name).Value!;
}
