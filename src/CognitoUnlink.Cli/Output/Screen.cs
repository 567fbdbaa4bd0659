using System.Runtime.InteropServices;

namespace CognitoUnlink.Cli.Output;

internal static class Screen
{
    private const int UsualWidth = 80;

    public static bool IsDumb { get; } = Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>The terminal's width in cells.</summary>
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

    /// <summary>The width for tables on stdout; null if stdout is not a terminal.</summary>
    public static int? TableWidth => Console.IsOutputRedirected ? null : Width;

    /// <summary>The width of running text.</summary>
    /// <param name="isRedirected">Whether it goes somewhere other than a terminal.</param>
    public static int TextWidth(bool isRedirected) => isRedirected ? UsualWidth : Math.Min(Width, 100);
}

/// <summary>By default, Windows consoles show escape sequences as characters.</summary>
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

/// <summary>Colors text if colors are wanted: by <c>--color</c>, else NO_COLOR, else CLICOLOR_FORCE, else on terminals.</summary>
internal static class Paint
{
    public static ColorChoice Choice { get; set; }

    private static bool OnStdout => Wanted(!Console.IsOutputRedirected && WindowsConsole.StdoutTakesColor);

    private static bool OnStderr => Wanted(!Console.IsErrorRedirected && WindowsConsole.StderrTakesColor);

    public static string Out(Color color, string text) => OnStdout ? Colored(color, text) : text;

    public static string Error(Color color, string text) => OnStderr ? Colored(color, text) : text;

    private static string Colored(Color color, string text) => color == Color.None || text.Length == 0 ? text : $"\e[{(int)color}m{text}\e[0m";

    // https://no-color.org and https://bixense.com/clicolors: what is set counts unless it is empty.
    private static bool Wanted(bool onTerminal) => Choice switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ when Variable("NO_COLOR") is not null => false,
        _ when Variable("CLICOLOR_FORCE") is { } force && force != "0" => true,
        _ => onTerminal && !Screen.IsDumb,
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>A color, or another look, as ANSI's SGR parameter.</summary>
internal enum Color
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

internal enum ColorChoice
{
    Auto,
    Always,
    Never,
}
