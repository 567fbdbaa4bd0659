using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Validation;

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
