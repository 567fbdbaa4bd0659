using System.Globalization;
using System.Runtime.InteropServices;

namespace CognitoUnlink.Bench;

/// <summary>What the figures were measured on, as far as it matters to them.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):N0} GiB, {Platform}, .NET {Environment.Version}, {DiskFlush.Measure():N1} ms a flush to disk{Load}; server and clients share the cores");

    private static string Platform => OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : $"Linux {RuntimeInformation.OSArchitecture}";

    private static string Load
    {
        get
        {
            const string path = "/proc/loadavg";
            return File.Exists(path) ? $", load {File.ReadAllText(path).Split(' ')[0]} before the run" : string.Empty;
        }
    }
}
