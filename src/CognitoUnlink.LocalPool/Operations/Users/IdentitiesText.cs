using System.Buffers;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Http;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

/// <summary>The attribute <c>identities</c>: a JSON array as text, null when the user does not have it.</summary>
internal static class IdentitiesText
{
    public static string? Of(User user, Behavior behavior)
    {
        if (user.Identities.Count == 0)
        {
            return user.ShowsEmptyIdentities ? "[]" : null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JsonFormats.Writer))
        {
            writer.WriteStartArray();
            foreach (var identity in user.Identities)
            {
                writer.WriteStartObject();
                writer.WriteString("userId", behavior.SignedInUserId == SignedInUserId.Subject ? identity.Key.Value : identity.Value);
                writer.WriteString("providerName", identity.ProviderName);
                writer.WriteString("providerType", identity.ProviderType);
                writer.WriteString("issuer", identity.Issuer);
                writer.WriteBoolean("primary", identity.Primary);
                writer.WriteNumber("dateCreated", ServiceTime.UnixMilliseconds(identity.DateCreated));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
