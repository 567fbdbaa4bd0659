namespace CognitoUnlink.Gateway;

/// <summary>An identity provider of a user pool, without its details, which may hold a client secret.</summary>
public sealed record IdentityProvider
{
    /// <summary>The exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>SAML, OIDC, Facebook, Google, LoginWithAmazon or SignInWithApple.</summary>
    public string? ProviderType { get; init; }

    /// <summary>User pool attribute to provider attribute; empty when listed rather than described.</summary>
    public IReadOnlyDictionary<string, string> AttributeMapping { get; init; } = new Dictionary<string, string>();
}
