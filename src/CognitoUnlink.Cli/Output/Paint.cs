namespace CognitoUnlink.Cli.Output;

/// <summary>Colours text where colours are wanted: <c>--color</c>, else NO_COLOR, else CLICOLOR_FORCE, else on terminals.</summary>
internal static class Paint
{
    public static ColorChoice Choice { get; set; }

    private static bool OnStdout => Wanted(!Console.IsOutputRedirected && WindowsConsole.StdoutTakesColor);

    private static bool OnStderr => Wanted(!Console.IsErrorRedirected && WindowsConsole.StderrTakesColor);

    /// <summary>Text for stdout.</summary>
    public static string Out(Color color, string text) => OnStdout ? Colored(color, text) : text;

    /// <summary>Text for stderr.</summary>
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

/// <summary>A colour, or another look, as ANSI's SGR parameter.</summary>
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

/// <summary>When to write in colour.</summary>
internal enum ColorChoice
{
    Auto,
    Always,
    Never,
}
