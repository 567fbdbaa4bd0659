using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CognitoUnlink.LocalPool.Validation;

/// <summary>A pattern of the service model. They are Java's and must match the whole value.</summary>
internal sealed class ModelPattern
{
    // Java's \w and \s are ASCII.
    private const string White = @" \t\n\v\f\r";

    private readonly Regex _regex;

    public ModelPattern(string text)
    {
        Text = text;
        var translated = text
            .Replace(@"[\S]", $"[^{White}]", StringComparison.Ordinal)
            .Replace(@"\w", "a-zA-Z0-9_", StringComparison.Ordinal)
            .Replace(@"\s", White, StringComparison.Ordinal);
        _regex = new Regex($@"\A(?:{translated})\z", RegexOptions.CultureInvariant);
    }

    public string Text { get; }

    public bool Matches(string value) => _regex.IsMatch(value.Any(char.IsSurrogate) ? WithinOneUnit(value) : value);

    /// <summary>
    /// Java sees a character outside the BMP as one, .NET as two surrogates. So each is replaced by one within the BMP of the same
    /// category, which is all that patterns ask of it.
    /// </summary>
    private static string WithinOneUnit(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.IsBmp ? (char)rune.Value : LikeIt(Rune.GetUnicodeCategory(rune)));
        }

        return text.ToString();
    }

    private static char LikeIt(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => '\u00E9',
        <= UnicodeCategory.EnclosingMark => '\u0301',
        <= UnicodeCategory.OtherNumber => '\u00B2',
        <= UnicodeCategory.ParagraphSeparator => '\u3000',
        >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation => '\u2026',
        >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol => '\u20AC',
        _ => '\uE000',
    };
}
