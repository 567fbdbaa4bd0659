namespace CognitoUnlink.Texts;

/// <summary>Text of others, cut where it is longer than anybody reads.</summary>
public static class ShortText
{
    /// <summary>The longest text, in characters, unless said otherwise.</summary>
    public const int Longest = 2000;

    /// <summary>The text, or its beginning and an ellipsis.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="longest">The longest text, in characters.</param>
    public static string? Of(string? text, int longest = Longest) =>
        text is null || text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}…";
}
