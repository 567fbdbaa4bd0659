namespace CognitoUnlink.LocalPool.Model;

/// <summary>One entry of a user's <c>identities</c>: the profile's own one (primary), or one that was linked to it.</summary>
internal sealed record Identity
{
    public required string ProviderName { get; init; }

    public required string ProviderType { get; init; }

    /// <summary>The attribute it was linked by, which <c>identities</c> does not show.</summary>
    public required string AttributeName { get; init; }

    /// <summary>The value it was linked by.</summary>
    public required string Value { get; init; }

    /// <summary>The NameID or sub that the provider sent at the first sign-in; null before any.</summary>
    public string? SignedInSubject { get; init; }

    public string? Issuer { get; init; }

    public bool Primary { get; init; }

    public required DateTime DateCreated { get; init; }

    /// <summary>
    /// The only name under which it can be unlinked: a SAML identity answers to what it was linked by until the person
    /// signs in with it, then to its NameID.
    /// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html
    /// </summary>
    public IdentityKey Key => SignedInSubject is { } subject
        ? new(ProviderName, IdentityKey.Subject, subject)
        : new(ProviderName, AttributeName, Value);
}

/// <summary>What AdminDisableProviderForUser names: compared exactly, case included.</summary>
internal readonly record struct IdentityKey(string ProviderName, string AttributeName, string Value)
{
    public const string Subject = "Cognito_Subject";
}
