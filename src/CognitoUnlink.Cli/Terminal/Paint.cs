namespace CognitoUnlink.Cli.Terminal;

/// <summary>Colours text where colours are wanted: <c>--color</c>, else NO_COLOR, else CLICOLOR_FORCE, else on terminals.</summary>
internal static class Paint
{
    public static ColorChoice Choice { get; set; }

    private static bool OnStdout => Wanted(Console.IsOutputRedirected);

    private static bool OnStderr => Wanted(Console.IsErrorRedirected);

    /// <summary>Text for stdout.</summary>
    public static string Out(Color color, string text) => OnStdout ? Colored(color, text) : text;

    /// <summary>Text for stderr.</summary>
    public static string Error(Color color, string text) => OnStderr ? Colored(color, text) : text;

    private static string Colored(Color color, string text) => color == Color.None || text.Length == 0 ? text : $"\e[{(int)color}m{text}\e[0m";

    // https://no-color.org and https://bixense.com/clicolors: set and not empty.
    private static bool Wanted(bool isRedirected) => Choice switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ when IsSet("NO_COLOR") => false,
        _ when Environment.GetEnvironmentVariable("CLICOLOR_FORCE") is { Length: > 0 } force => force != "0" || (!isRedirected && !Screen.IsDumb),
        _ => !isRedirected && !Screen.IsDumb,
    };

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
