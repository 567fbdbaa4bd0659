using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Validation;

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
