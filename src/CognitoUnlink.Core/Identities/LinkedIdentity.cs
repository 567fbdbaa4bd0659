using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>One external identity of one user, and how the user could sign in without it.</summary>
public sealed record LinkedIdentity
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user who has the identity.</summary>
    public required string Username { get; init; }

    /// <summary>The user's <c>sub</c>.</summary>
    public string? Sub { get; init; }

    /// <summary>The user's status, for instance CONFIRMED.</summary>
    public string? UserStatus { get; init; }

    /// <summary>False when an administrator disabled the user.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>SAML, OIDC, Facebook, Google, LoginWithAmazon or SignInWithApple.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The attribute name in a request to unlink it; the service does not keep the name that a link was made with.</summary>
    public required string ProviderAttributeName { get; init; }

    /// <summary>The subject, NameID or linked value, verbatim.</summary>
    public required string ProviderAttributeValue { get; init; }

    /// <summary>The same as <see cref="ProviderAttributeValue"/>.</summary>
    public string Subject => ProviderAttributeValue;

    /// <summary>The issuer.</summary>
    public string? Issuer { get; init; }

    /// <summary>True for a federated profile's own identity, false for a link.</summary>
    public bool? Primary { get; init; }

    /// <summary>When it was linked, UTC.</summary>
    public DateTime? DateCreated { get; init; }

    /// <summary>How many identities the user has, this one included.</summary>
    public int IdentityCount { get; init; }

    /// <summary>How the user could sign in if this identity alone were unlinked.</summary>
    public SignInAfterUnlink SignInAfterUnlink { get; init; }

    /// <summary>How the user's password can be reset.</summary>
    public Recovery Recovery { get; init; }

    /// <summary>The user as listed, so that a rehearsal need not read them again. Not serialized with the object.</summary>
    internal CognitoUser? User { get; init; }
}

/// <summary>The identities of a user as objects.</summary>
public static class LinkedIdentities
{
    /// <summary>One object for each entry of the user's <c>identities</c>, in its order.</summary>
    /// <param name="userPoolId">The user's pool.</param>
    /// <param name="user">The user.</param>
    /// <param name="settings">The pool's settings for ways to sign in; null if not known.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static IReadOnlyList<LinkedIdentity> Of(string userPoolId, CognitoUser user, SignInSettings? settings = null)
    {
        var entries = IdentitiesReader.Read(user);
        if (entries.Count == 0)
        {
            return [];
        }

        settings ??= SignInSettings.Unknown;
        var recovery = RecoveryRule.Of(user, settings.Pool);
        var usable = 0;
        foreach (var entry in entries)
        {
            usable += settings.CanSignInBy(entry.ProviderName) ? 1 : 0;
        }

        // Objects may live as long as a session.
        var shown = user.WithoutOtherNames();
        var identities = new LinkedIdentity[entries.Count];
        for (var index = 0; index < identities.Length; index++)
        {
            var entry = entries[index];
            identities[index] = new LinkedIdentity
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
            };
        }

        return identities;
    }
}
