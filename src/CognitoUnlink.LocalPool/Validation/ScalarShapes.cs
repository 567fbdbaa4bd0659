using System.Globalization;
using System.Text.Json;
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
