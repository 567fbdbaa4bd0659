using System.Text.Json;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Errors;

/// <summary>What an error's JSON says.</summary>
internal sealed record ErrorBody(string? Code, string? Message)
{
    private const int LongestCode = 200;

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
                ? new ErrorBody(ShortText.Of(Text(json, "__type") ?? Text(json, "code"), LongestCode), ShortText.Of(Text(json, "message") ?? Text(json, "Message")))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument json, string name)
    {
        try
        {
            return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Text that is none says nothing.
            return null;
        }
    }
}
