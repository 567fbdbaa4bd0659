using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Pester.Tests;

/// <summary>The PowerShell on PATH, and why its tests are skipped where it is missing.</summary>
internal static class PowerShellEngine
{
    private static readonly Lazy<string?> s_missing = new(() =>
        !Tool.Works("pwsh", "-NoProfile", "-NonInteractive", "-Command", "if ($PSVersionTable.PSVersion -lt '7.4') { exit 1 }")
            ? "PowerShell 7.4 or later (pwsh) is not on PATH."
        : !Tool.Works("pwsh", "-NoProfile", "-NonInteractive", "-Command", "Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99 -ErrorAction Stop")
            ? "Pester 5 is not installed: Install-PSResource Pester -Version '[5.0,6.0)'."
        : null);

    public static bool IsUsable => s_missing.Value is null;

    public static string Missing => s_missing.Value ?? string.Empty;

    /// <summary>Plain output, and nothing of whoever runs the tests.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(CleanEnvironment.Variables)
    {
        ["NO_COLOR"] = "1",
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
    };
}
