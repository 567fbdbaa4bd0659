using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads app clients, and never their secrets.</summary>
internal static class AppClientCalls
{
    private const string Secret = "ClientSecret";

    public static AppClient Read(JsonElement client) => new(
        client.Required("ClientId"),
        client.Text("ClientName"),
        [.. client.Texts("SupportedIdentityProviders")],
        WithoutSecret(client));

    private static JsonElement WithoutSecret(JsonElement client)
    {
        // A copy would have other characters in the place of bytes that are no Unicode; this throws.
        _ = client.GetRawText();
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var member in client.EnumerateObject().Where(member => member.Name != Secret))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
        return json.RootElement.Clone();
    }
}
