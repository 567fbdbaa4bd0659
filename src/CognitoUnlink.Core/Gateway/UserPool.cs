namespace CognitoUnlink.Gateway;

/// <summary>A user pool.</summary>
public sealed record UserPool
{
    /// <summary>The pool's id, for instance <c>eu-west-1_AbCdEfGhI</c>.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The pool's name.</summary>
    public string? Name { get; init; }

    /// <summary>The service's own estimate; null when listed rather than described.</summary>
    public long? EstimatedNumberOfUsers { get; init; }

    /// <summary>
    /// The names of AccountRecoverySetting, for instance <c>verified_email</c> or <c>admin_only</c>, by priority. Empty when the pool has no such
    /// setting; null when listed rather than described.
    /// </summary>
    public IReadOnlyList<string>? RecoveryMechanisms { get; init; }

    /// <summary>
    /// The attributes by which users may be named beside their username, of UsernameAttributes and AliasAttributes; null when listed rather than
    /// described.
    /// </summary>
    public IReadOnlyList<string>? NamingAttributes { get; init; }

    /// <summary>Whether usernames are case-sensitive; null when listed rather than described, or not said.</summary>
    public bool? CaseSensitive { get; init; }

    /// <summary>
    /// The triggers of LambdaConfig, by name, for instance <c>PreSignUp</c>, each with the ARN of its function. Empty when the pool has none; null when
    /// listed rather than described.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Triggers { get; init; }

    /// <summary>Whether only administrators create users (AllowAdminCreateUserOnly); null when listed rather than described, or not said.</summary>
    public bool? OnlyAdministratorsCreateUsers { get; init; }

    /// <summary>OFF, ON or OPTIONAL; null when listed rather than described, or not said.</summary>
    public string? MfaConfiguration { get; init; }

    /// <summary>The feature plan: LITE, ESSENTIALS or PLUS; null when listed rather than described, or not said.</summary>
    public string? Tier { get; init; }
}

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
