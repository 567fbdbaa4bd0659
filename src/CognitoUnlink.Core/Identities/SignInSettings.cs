using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>What a user pool says about ways to sign in; read once in a run.</summary>
/// <param name="Pool">Its settings; null when they cannot be read.</param>
/// <param name="ProviderNames">The exact names of its identity providers; null when they cannot be listed.</param>
public sealed record SignInSettings(UserPool? Pool, IReadOnlyList<string>? ProviderNames)
{
    /// <summary>A pool about which nothing is known.</summary>
    public static SignInSettings Unknown { get; } = new(null, null);

    /// <summary>Whether somebody can sign in by a provider: not by one that was deleted.</summary>
    /// <param name="providerName">The provider's exact name.</param>
    public bool CanSignInBy(string providerName) => ProviderNames?.Contains(providerName, StringComparer.Ordinal) != false;

    /// <summary>How a user can sign in who has these identities.</summary>
    /// <param name="user">The user.</param>
    /// <param name="identities">The identities that count.</param>
    /// <param name="hasPassword">Whether the password sign-in counts, as far as the user's status lets it.</param>
    public SignInAfterUnlink SignInWith(CognitoUser user, IEnumerable<IdentityEntry> identities, bool hasPassword)
    {
        var usable = identities.Count(entry => CanSignInBy(entry.ProviderName));
        return hasPassword ? SignInRule.AfterUnlink(user.UserStatus, usable, RecoveryRule.Of(user, Pool)) : SignInRule.WithoutPassword(usable);
    }
}
