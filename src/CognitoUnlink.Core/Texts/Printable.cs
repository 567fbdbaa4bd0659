using System.Globalization;
using System.Text;

namespace CognitoUnlink.Texts;

/// <summary>Text from others, made safe for a terminal: a username or subject must not control it or reverse the order of letters.</summary>
public static class Printable
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>The text without control characters, line breaks, direction marks and other invisible characters.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            printable.Append(IsPrintable(rune) ? rune : Rune.ReplacementChar);
        }

        return printable.ToString();
    }

    // Some scripts, and emoji, need the joiners.
    private static bool IsPrintable(Rune rune) =>
        rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

/// <summary>Text from others, cut if it is too long to read.</summary>
public static class ShortText
{
    /// <summary>The default maximum length, in characters.</summary>
    public const int Longest = 2000;

    /// <summary>The text, or its beginning and an ellipsis.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="longest">The maximum length, in characters.</param>
    public static string? Of(string? text, int longest = Longest) =>
        text is null || text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}…";
}

/// <summary>
/// Text that a spreadsheet must not take for a formula: in CSV it is given a leading apostrophe.
/// <see href="https://owasp.org/www-community/attacks/CSV_Injection"/>
/// </summary>
public static class FormulaText
{
    private const char Apostrophe = '\'';
    private const string Beginnings = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>The text to put in a cell.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text) => IsFormula(text.AsSpan().TrimStart(Apostrophe)) ? Apostrophe + text : text;

    /// <summary>The text that was passed to <see cref="Escape"/>; null if this is not its result.</summary>
    /// <param name="text">The text of a cell.</param>
    public static string? Unescape(string text) =>
        text.StartsWith(Apostrophe) && IsFormula(text.AsSpan().TrimStart(Apostrophe)) ? text[1..] : null;

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && Beginnings.Contains(text[0], StringComparison.Ordinal);
}
