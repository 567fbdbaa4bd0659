using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;

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
