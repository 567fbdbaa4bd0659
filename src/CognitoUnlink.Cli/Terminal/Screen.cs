namespace CognitoUnlink.Cli.Terminal;

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
