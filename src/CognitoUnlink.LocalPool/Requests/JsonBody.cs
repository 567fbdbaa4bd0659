using System.Text.Json;
using System.Text.Unicode;
using CognitoUnlink.LocalPool.Model;
using static CognitoUnlink.LocalPool.Requests.CallInput;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Reads a body in which every text is valid Unicode: JSON itself allows escapes of half a character.</summary>
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

/// <summary>Reads a call's input before it has been checked.</summary>
internal static class CallInput
{
    public static JsonElement? Member(JsonElement? structure, string name) =>
        structure is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    public static string? Text(JsonElement? structure, string name) =>
        Member(structure, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The external user that a call links or unlinks.</summary>
    public static JsonElement? ProviderUserInput(JsonElement? input) => Member(input, "User") ?? Member(input, "SourceUser");
}

/// <summary>Pool, provider and user that a call is about. The input need not be valid.</summary>
internal sealed class CallTarget(string operation, JsonElement input, StateKeeper state)
{
    private readonly Lazy<string?> _username = new(() => state.Use(current => FindUsername(input, current)));

    public string Operation => operation;

    public string? UserPoolId => Text(input, "UserPoolId");

    public string? ProviderName => Text(ProviderUserInput(input), "ProviderName") ?? Text(input, "ProviderName");

    /// <summary>The user that is read or changed: one who loses an identity is not named in the request.</summary>
    public string? Username => _username.Value;

    private static string? FindUsername(JsonElement input, ServerState state)
    {
        var users = Text(input, "UserPoolId") is { } id ? state.Find(id)?.Users : null;
        if (Text(input, "Username") is { } named)
        {
            return users?.Find(named)?.Username ?? named;
        }

        var user = Member(input, "DestinationUser") ?? Member(input, "User");
        if (Text(user, "ProviderName") is not { } provider || Text(user, "ProviderAttributeValue") is not { } value)
        {
            return null;
        }

        var key = new IdentityKey(provider, Text(user, "ProviderAttributeName") ?? "", value);
        return provider == ProviderTypes.Native ? value : (users?.FindByLink(key) ?? users?.FindProfile(key))?.Username;
    }
}
