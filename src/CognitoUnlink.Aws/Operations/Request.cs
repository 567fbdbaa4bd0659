using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Writes an operation's input: members under their own names, without those that are null. By hand, since the serializer is slow on first use of each type.</summary>
internal static class Request
{
    private static readonly JsonWriterOptions s_options = new()
    {
        // Subjects go out as they are; the body is never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_bytes;

    [ThreadStatic]
    private static Utf8JsonWriter? t_json;

    /// <param name="members">Texts, numbers, flags, users and JSON.</param>
    public static byte[] Write(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var json = Begin();
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
        }

        json.WriteEndObject();
        return End(json);
    }

    public static byte[] Write(JsonObject input)
    {
        var json = Begin();
        input.WriteTo(json);
        return End(json);
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); break;
            case int number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case JsonElement element: element.WriteTo(json); break;
            case ProviderUser user:
                json.WriteStartObject();
                json.WriteString("ProviderName", user.ProviderName);
                json.WriteString("ProviderAttributeName", user.ProviderAttributeName);
                json.WriteString("ProviderAttributeValue", user.ProviderAttributeValue);
                json.WriteEndObject();
                break;
            default: throw new ArgumentException($"No operation takes a {value.GetType().Name}.", nameof(value));
        }
    }

    private static Utf8JsonWriter Begin()
    {
        t_bytes ??= new ArrayBufferWriter<byte>();
        t_json ??= new Utf8JsonWriter(t_bytes, s_options);

        // Cleared, since it may contain a password; here too, since an earlier write may not have finished.
        t_bytes.Clear();
        t_json.Reset();
        return t_json;
    }

    private static byte[] End(Utf8JsonWriter json)
    {
        json.Flush();
        var body = t_bytes!.WrittenSpan.ToArray();
        t_bytes.Clear();
        return body;
    }
}

/// <summary>An operation and what it is about, as far as a log line or an error may name it.</summary>
internal sealed record CognitoCall(string Operation, string? UserPoolId = null, string? Username = null, string? ProviderName = null)
{
    public override string ToString() =>
        $"{Operation}{Named("pool", UserPoolId)}{Named("user", Username)}{Named("provider", ProviderName)}";

    private static string Named(string what, string? name) => name is null ? string.Empty : $", {what} '{name}'";
}

/// <summary>Reads members that may be absent, null or of a different type than in the model.</summary>
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
