namespace CognitoUnlink.LocalPool.Documents;

internal sealed record UserDocument
{
    public required string Username { get; init; }

    public string? Sub { get; init; }

    public string? Status { get; init; }

    public bool? Enabled { get; init; }

    public bool? PasswordSignIn { get; init; }

    public bool? FederatedSignIn { get; init; }

    public DateTime? SignedOutAt { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? LastModifiedAt { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>Absent: no attribute <c>identities</c>. Empty: it is shown as [].</summary>
    public IReadOnlyList<IdentityDocument>? Identities { get; init; }
}
