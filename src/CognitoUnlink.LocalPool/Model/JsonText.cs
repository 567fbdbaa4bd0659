using System.Text.Json;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>JSON that is part of the program.</summary>
internal static class JsonText
{
    /// <summary>Parses it. Serializing an object instead would take a new process a twentieth of its start.</summary>
    public static JsonElement ToElement(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
