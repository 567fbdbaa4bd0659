using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Documents;

internal sealed record PoolDocument
{
    public string? UserPoolId { get; init; }

    public string? Name { get; init; }

    public DateTime? CreatedAt { get; init; }

    public bool CaseSensitive { get; init; } = true;

    public IReadOnlyList<string>? AliasAttributes { get; init; }

    public IReadOnlyList<string>? UsernameAttributes { get; init; }

    public string? MfaConfiguration { get; init; }

    public bool AllowAdminCreateUserOnly { get; init; }

    public bool DeletionProtection { get; init; }

    public Behavior? Behavior { get; init; }

    public IEnumerable<ProviderDocument>? IdentityProviders { get; init; }

    public IEnumerable<UserDocument>? Users { get; init; }

    public IEnumerable<GroupDocument>? Groups { get; init; }

    /// <summary>Identities that signed in through a link before it was removed.</summary>
    public IEnumerable<FormerSignInDocument>? FormerSignIns { get; init; }
}
