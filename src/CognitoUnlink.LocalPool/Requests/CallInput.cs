using System.Text.Json;

namespace CognitoUnlink.LocalPool.Requests;

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
