using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>The identities of a user as objects.</summary>
public static class LinkedIdentities
{
    /// <summary>One object for each entry of the user's <c>identities</c>, in its order.</summary>
    /// <param name="userPoolId">The user's pool.</param>
    /// <param name="user">The user.</param>
    /// <param name="settings">What the pool says about ways to sign in; null when that is not known.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static IReadOnlyList<LinkedIdentity> Of(string userPoolId, CognitoUser user, SignInSettings? settings = null)
    {
        settings ??= SignInSettings.Unknown;
        var entries = IdentitiesReader.Read(user);
        var recovery = RecoveryRule.Of(user, settings.Pool);
        var usable = entries.Count(entry => settings.CanSignInBy(entry.ProviderName));

        // Objects may live as long as a session.
        var shown = user.WithoutOtherNames();
        return [.. entries.Select(entry => new LinkedIdentity
        {
            UserPoolId = userPoolId,
            Username = user.Username,
            User = shown,
            Sub = user.Sub,
            UserStatus = user.UserStatus,
            Enabled = user.Enabled,
            ProviderName = entry.ProviderName,
            ProviderType = entry.ProviderType,
            ProviderAttributeName = ProviderUser.CognitoSubject,
            ProviderAttributeValue = entry.UserId,
            Issuer = entry.Issuer,
            Primary = entry.Primary,
            DateCreated = entry.DateCreated,
            IdentityCount = entries.Count,
            SignInAfterUnlink = SignInRule.AfterUnlink(user.UserStatus, usable - (settings.CanSignInBy(entry.ProviderName) ? 1 : 0), recovery),
            Recovery = recovery,
        })];
    }
}
