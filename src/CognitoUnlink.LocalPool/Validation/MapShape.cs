using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Validation;

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
