using System.Globalization;
using System.Text;

namespace CognitoUnlink.Texts;

/// <summary>Text of others, made fit for a terminal: what steers it, or turns the order of letters around, must not reach it from a username or subject.</summary>
public static class Printable
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>The text without control characters, line ends, marks of direction and other letters that nobody sees.</summary>
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

    // The joiners are part of how words of some scripts, and emoji, are written.
    private static bool IsPrintable(Rune rune) =>
        rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
