using System.Text.Json;

namespace CognitoUnlink.LocalPool.Validation;

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
