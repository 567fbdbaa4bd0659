using System.Runtime.InteropServices;

namespace CognitoUnlink.Cli.Terminal;

/// <summary>Windows' consoles show escape sequences as letters unless they are told otherwise.</summary>
internal static class WindowsConsole
{
    private const uint ProcessesEscapeSequences = 4;

    public static bool StdoutTakesColor { get; } = !OperatingSystem.IsWindows() || Enable(-11);

    public static bool StderrTakesColor { get; } = !OperatingSystem.IsWindows() || Enable(-12);

    private static bool Enable(int standardHandle)
    {
        var handle = GetStdHandle(standardHandle);
        return GetConsoleMode(handle, out var mode) && SetConsoleMode(handle, mode | ProcessesEscapeSequences);
    }

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int standardHandle);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(nint handle, out uint mode);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(nint handle, uint mode);
}
