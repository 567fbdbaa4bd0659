using System.Text.Json;

namespace CognitoUnlink.Aws.Errors;

/// <summary>What an error's JSON says.</summary>
internal sealed record ErrorBody(string? Code, string? Message)
{
    /// <summary>Null when the bytes are no JSON object; an empty answer is one that says nothing.</summary>
    public static ErrorBody? TryRead(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return new ErrorBody(null, null);
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ErrorBody(Text(json, "__type") ?? Text(json, "code"), Text(json, "message") ?? Text(json, "Message"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
