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
            : throw ServiceErrors.UsernameMustBeAlias(string.Join(" or ", settings.UsernameAttributes.Select(static name => name == "email" ? "an email" : "a phone number")));
    }

    public static void CheckFree(Pool pool, User user, bool force)
    {
        if (user.Attributes["email"] is not { } email || pool.Users.FindByEmail(email) is null)
        {
            return;
        }

        if (pool.Settings.UsernameAttributes.Contains("email"))
        {
            throw ServiceErrors.EmailExists();
        }

        if (user.Attributes["email_verified"] == "true" && !force)
        {
            throw ServiceErrors.AliasExists();
        }
    }
}
