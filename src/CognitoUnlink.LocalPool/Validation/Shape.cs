using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Validation;

/// <summary>A shape of the service model: what values of one type must be like.</summary>
internal abstract record Shape
{
    /// <summary>Error texts never repeat its values.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Checks a value: a wrong JSON type throws at once, broken constraints are collected.</summary>
    public abstract void Check(JsonElement value, string path, Violations violations);

    /// <summary>The constraints that a value breaks, without path and value: how members of lists and maps are reported.</summary>
    public IReadOnlyList<string> ConstraintsBrokenBy(JsonElement value)
    {
        var violations = new Violations();
        Check(value, "", violations);
        return violations.Constraints;
    }
}

/// <summary>A member of a structure.</summary>
internal sealed record Field(string Name, Shape Shape, bool Required = false)
{
    /// <summary>Its name in error texts: userPoolId.</summary>
    public string PathName { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];
}

/// <summary>The broken constraints of one request, in the service's words.</summary>
internal sealed class Violations
{
    private readonly List<string> _texts = [];
    private readonly List<string> _constraints = [];

    public IReadOnlyList<string> Constraints => _constraints;

    public bool Any => _texts.Count > 0;

    public void Add(string path, string? value, bool sensitive, string constraint)
    {
        var shown = sensitive ? "Value" : value is null ? "Value null" : $"Value '{value}'";
        _texts.Add($"{shown} at '{path}' failed to satisfy constraint: {constraint}");
        _constraints.Add(constraint);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_texts.Count} validation error{(_texts.Count == 1 ? "" : "s")} detected: {string.Join("; ", _texts)}");
}

internal static class JsonTypes
{
    public static string Mismatch(JsonElement value, string wanted) => value.ValueKind switch
    {
        JsonValueKind.Object => "Start of structure or map found where not expected.",
        JsonValueKind.Array => "Start of list found where not expected.",
        JsonValueKind.True => $"TRUE_VALUE can not be converted to {wanted}",
        JsonValueKind.False => $"FALSE_VALUE can not be converted to {wanted}",
        JsonValueKind.Null => $"NULL_VALUE can not be converted to {wanted}",
        JsonValueKind.Number => $"NUMBER_VALUE can not be converted to {wanted}",
        _ => $"STRING_VALUE can not be converted to {wanted}",
    };

    /// <summary>The texts of a list as Java shows them: [a, b].</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Show))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(member => $"{member.Name}={Show(member.Value)}"))}}}",
        _ => value.ToString(),
    };
}

internal sealed record StructureShape(params Field[] Fields) : Shape
{
    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "a Structure"));
        }

        foreach (var field in Fields)
        {
            var fieldPath = path.Length == 0 ? field.PathName : $"{path}.{field.PathName}";
            if (value.TryGetProperty(field.Name, out var member) && member.ValueKind != JsonValueKind.Null)
            {
                field.Shape.Check(member, fieldPath, violations);
            }
            else if (field.Required)
            {
                violations.Add(fieldPath, null, field.Shape.Sensitive, "Member must not be null");
            }
        }
    }
}

internal sealed record ListShape(Shape Member) : Shape
{
    public int? Min { get; init; }

    public int? Max { get; init; }

    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "a List"));
        }

        if (value.GetArrayLength() > Max)
        {
            violations.Add(path, JsonTypes.Show(value), Sensitive, string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {Max}"));
        }

        if (value.GetArrayLength() < Min)
        {
            violations.Add(path, JsonTypes.Show(value), Sensitive, string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {Min}"));
        }

        var number = 0;
        foreach (var member in value.EnumerateArray())
        {
            number++;
            if (Member is StructureShape)
            {
                Member.Check(member, string.Create(CultureInfo.InvariantCulture, $"{path}.{number}.member"), violations);
            }
            else if (Member.ConstraintsBrokenBy(member) is { Count: > 0 } broken)
            {
                violations.Add(path, JsonTypes.Show(value), Member.Sensitive, $"Member must satisfy constraint: [{string.Join(", ", broken)}]");
                break;
            }
        }
    }
}

internal sealed record MapShape(StringShape Key, StringShape Value) : Shape
{
    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "a Map"));
        }

        foreach (var member in value.EnumerateObject())
        {
            Report("Map keys must satisfy constraint", [.. Key.ConstraintsBrokenBy(member.Name)]);
            Report("Map value must satisfy constraint", Value.ConstraintsBrokenBy(member.Value));
        }

        void Report(string what, IReadOnlyList<string> broken)
        {
            if (broken.Count > 0)
            {
                violations.Add(path, JsonTypes.Show(value), Sensitive, $"{what}: [{string.Join(", ", broken)}]");
            }
        }
    }
}
