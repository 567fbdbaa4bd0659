using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Writes an operation's input: members under their own names, without those that are null.</summary>
internal static class Request
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Subjects go out as they are; the body is never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(object input) => JsonSerializer.SerializeToUtf8Bytes(input, s_options);
}

/// <summary>An operation and what it is about, as far as a line of a log or an error may name it.</summary>
internal sealed record CognitoCall(string Operation, string? UserPoolId = null, string? Username = null, string? ProviderName = null)
{
    public override string ToString() =>
        $"{Operation}{Named("pool", UserPoolId)}{Named("user", Username)}{Named("provider", ProviderName)}";

    private static string Named(string what, string? name) => name is null ? string.Empty : $", {what} '{name}'";
}

/// <summary>Reads members that may be absent, null or of another type than the model says.</summary>
internal static class JsonElements
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static JsonElement? Member(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(this JsonElement element, string name) => TextOf(element.Member(name));

    public static string? Text(this JsonElement element, ReadOnlySpan<byte> name) => TextOf(element.Member(name));

    public static bool? Flag(this JsonElement element, string name) => element.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static long? WholeNumber(this JsonElement element, string name) =>
        // A double, because numbers may be written in E-notation.
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? (long)number : null;

    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;

    public static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    private static string? TextOf(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static string Required(this JsonElement element, string name) =>
        element.Text(name) ?? throw new JsonException($"The member {name} is missing.");
}
