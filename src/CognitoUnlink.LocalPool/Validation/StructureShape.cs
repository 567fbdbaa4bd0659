using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;

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
