using System.Text.Json;
using System.Text.Unicode;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Reads a body so that every text in it can be had: JSON itself allows escapes that are half a character.</summary>
internal static class JsonBody
{
    /// <exception cref="JsonException">It is not JSON, or has bytes or escapes that are not text.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        var document = JsonDocument.Parse(body);
        if (Utf8.IsValid(body) && (body.AsSpan().IndexOf("\\u"u8) < 0 || IsText(document.RootElement)))
        {
            return document;
        }

        document.Dispose();
        throw new JsonException("There are bytes or escapes that are not text.");
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                JsonValueKind.Object => value.EnumerateObject().All(static member => member.Name is not null && IsText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Reads a call's input before anybody has checked it.</summary>
internal static class CallInput
{
    public static JsonElement? Member(JsonElement? structure, string name) =>
        structure is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    public static string? Text(JsonElement? structure, string name) =>
        Member(structure, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The external user that a call links or unlinks.</summary>
    public static JsonElement? ProviderUser(JsonElement? input) => Member(input, "User") ?? Member(input, "SourceUser");
}
