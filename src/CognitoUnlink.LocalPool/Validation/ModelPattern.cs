using System.Text.RegularExpressions;

namespace CognitoUnlink.LocalPool.Validation;

/// <summary>A pattern of the service model. They are Java's and must match the whole value.</summary>
internal sealed class ModelPattern
{
    private readonly Regex _regex;

    public ModelPattern(string text)
    {
        Text = text;

        // Java's \w and \s are ASCII, and its classes see a character outside the BMP as one letter or symbol, not as two surrogates.
        var translated = text
            .Replace(@"\w", "a-zA-Z0-9_", StringComparison.Ordinal)
            .Replace(@"\s", @" \t\n\v\f\r", StringComparison.Ordinal)
            .Replace(@"\p{L}", @"\p{L}\p{Cs}", StringComparison.Ordinal);
        _regex = new Regex($@"\A(?:{translated})\z", RegexOptions.CultureInvariant);
    }

    public string Text { get; }

    public bool Matches(string value) => _regex.IsMatch(value);
}
