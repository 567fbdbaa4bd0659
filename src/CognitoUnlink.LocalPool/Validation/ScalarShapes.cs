using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Validation;

internal sealed record StringShape : Shape
{
    private readonly ModelPattern? _pattern;

    public int? Min { get; init; }

    public int? Max { get; init; }

    public string? Pattern
    {
        get => _pattern?.Text;
        init => _pattern = value is null ? null : new ModelPattern(value);
    }

    public IReadOnlyList<string>? Enum { get; init; }

    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "a String"));
        }

        var text = value.GetString()!;
        foreach (var constraint in ConstraintsBrokenBy(text))
        {
            violations.Add(path, text, Sensitive, constraint);
        }
    }

    public IEnumerable<string> ConstraintsBrokenBy(string text)
    {
        if (_pattern is not null && !_pattern.Matches(text))
        {
            yield return $"Member must satisfy regular expression pattern: {_pattern.Text}";
        }

        if (Enum is not null && !Enum.Contains(text))
        {
            yield return $"Member must satisfy enum value set: [{string.Join(", ", Enum)}]";
        }

        if (text.Length > Max)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {Max}");
        }

        if (text.Length < Min)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {Min}");
        }
    }
}

internal sealed record IntegerShape : Shape
{
    public int? Min { get; init; }

    public int? Max { get; init; }

    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "an Integer"));
        }

        if (!value.TryGetInt32(out var number))
        {
            throw ServiceErrors.Serialization("NUMBER_VALUE can not be converted to an Integer");
        }

        var shown = number.ToString(CultureInfo.InvariantCulture);
        if (number > Max)
        {
            violations.Add(path, shown, Sensitive, string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {Max}"));
        }

        if (number < Min)
        {
            violations.Add(path, shown, Sensitive, string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {Min}"));
        }
    }
}

internal sealed record BooleanShape : Shape
{
    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "a Boolean"));
        }
    }
}

/// <summary>A pattern of the service model: a Java regular expression that must match the whole value.</summary>
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
    /// category, which is all that matters to patterns.
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
