using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

/// <summary>Pools whose users are named by e-mail address or phone number, or can be.</summary>
internal static class AliasUsernames
{
    /// <summary>The attribute that takes the place of a username; the username is the sub then. Null in pools with plain usernames.</summary>
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

    /// <summary>A username attribute is never taken from anybody; a verified alias only by force.</summary>
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
