namespace CognitoUnlink.LocalPool.Documents;

internal sealed record IdentityDocument
{
    public required string ProviderName { get; init; }

    /// <summary>Needed only where the pool has no such provider.</summary>
    public string? ProviderType { get; init; }

    /// <summary>Cognito_Subject unless named.</summary>
    public string? AttributeName { get; init; }

    public required string Value { get; init; }

    /// <summary>The NameID or sub of somebody who signed in through it.</summary>
    public string? SignedInSubject { get; init; }

    public string? Issuer { get; init; }

    public bool Primary { get; init; }

    public DateTime? CreatedAt { get; init; }
}
