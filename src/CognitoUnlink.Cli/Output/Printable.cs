namespace CognitoUnlink.Cli.Output;

/// <summary>Text of others, made fit for a terminal: control characters in a username or subject must not reach it.</summary>
internal static class Printable
{
    public static string Of(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
}
