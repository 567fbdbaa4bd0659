namespace CognitoUnlink.Logging;

/// <summary>Text of others, made fit for a terminal: control characters in a username or subject must not reach it.</summary>
public static class Printable
{
    /// <summary>The text without control characters, line ends among them.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
}
