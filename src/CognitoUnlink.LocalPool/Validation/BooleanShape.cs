using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Validation;

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
