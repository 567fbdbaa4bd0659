using System.Runtime.InteropServices;

namespace CognitoUnlink.Cli.Output;

/// <summary>What stdout and stderr are.</summary>
internal static class Screen
{
    private const int UsualWidth = 80;

    public static bool IsDumb { get; } = Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>The cells of a line of the terminal.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
            }
            catch (IOException)
            {
                return UsualWidth;
            }
        }
    }

    /// <summary>The width that tables on stdout keep to; null where stdout is no terminal.</summary>
    public static int? TableWidth => Console.IsOutputRedirected ? null : Width;

    /// <summary>The width of text to read.</summary>
    /// <param name="isRedirected">Whether it goes elsewhere than to a terminal.</param>
    public static int TextWidth(bool isRedirected) => isRedirected ? UsualWidth : Math.Min(Width, 100);
}

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
