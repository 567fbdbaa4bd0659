using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>One external identity of one user, and what the user could still sign in with if it went.</summary>
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

    /// <summary>What a request to unlink it names first; the service does not keep the name that a link was made with.</summary>
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

    /// <summary>The user as listed, so that a rehearsal need not read again. It does not travel with the object to another process or file.</summary>
    internal CognitoUser? User { get; init; }
}
