using System.Buffers;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>Which attributes a client can write.</summary>
internal static class AttributeRules
{
    private static readonly HashSet<string> s_nonMutable = ["identities", "sub"];

    // https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
    private static readonly HashSet<string> s_standard =
    [
        "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
        "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo",
    ];

    public static void Check(IEnumerable<KeyValuePair<string, string?>> attributes)
    {
        foreach (var (name, _) in attributes)
        {
            if (s_nonMutable.Contains(name))
            {
                throw ServiceErrors.NonMutableAttribute(name);
            }

            if (!s_standard.Contains(name) && !name.StartsWith("custom:", StringComparison.Ordinal) && !name.StartsWith("dev:", StringComparison.Ordinal))
            {
                throw ServiceErrors.UnknownAttribute(name);
            }
        }
    }
}

/// <summary>Pools whose users are named by e-mail address or phone number, or can be.</summary>
internal static class AliasUsernames
{
    /// <summary>The attribute that takes the place of a username, which is then the sub. Null in pools with plain usernames.</summary>
    public static string? AttributeFor(PoolSettings settings, string username)
    {
        if (settings.UsernameAttributes.Count == 0)
        {
            return null;
        }

        var attribute = username.Contains('@', StringComparison.Ordinal) ? "email"
            : username.StartsWith('+') ? "phone_number"
            : null;
        return attribute is not null && settings.UsernameAttributes.Contains(attribute)
            ? attribute
            : throw ServiceErrors.UsernameMustBeAlias(settings.UsernameAttributes);
    }

    /// <summary>A username attribute is never taken from another user; a verified alias only by force.</summary>
    public static void CheckFree(Pool pool, User user, bool force)
    {
        foreach (var attribute in pool.Users.NamingAttributes.Where(attribute => attribute.Holder(user) is not null))
        {
            if (attribute.IsUsername)
            {
                throw ServiceErrors.UsernameAttributeExists(attribute.Name);
            }

            if (!force || !attribute.IsVerifiable)
            {
                throw ServiceErrors.AliasExists(attribute.Name);
            }
        }
    }

    /// <summary>An update takes a verified alias from its holder, and nothing else.</summary>
    public static void CheckUpdate(Pool pool, User user, IReadOnlyList<KeyValuePair<string, string?>> attributes)
    {
        var changed = user.Copy();
        foreach (var (name, value) in attributes)
        {
            changed.Attributes[name] = string.IsNullOrEmpty(value) ? null : value;
        }

        if (pool.Users.NamingAttributes.FirstOrDefault(attribute => (attribute.IsUsername || !attribute.IsVerifiable) && attribute.Holder(changed) is { } holder && holder != user) is { } taken)
        {
            throw ServiceErrors.AliasExists(taken.Name);
        }
    }
}

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
