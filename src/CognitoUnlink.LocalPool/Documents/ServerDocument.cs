using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>The one JSON format of seed files, snapshots and restores. The first pool is served by default.</summary>
internal sealed record ServerDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; set; } = CurrentVersion;

    public required IReadOnlyList<PoolDocument> Pools { get; init; }
}

internal sealed record PoolDocument
{
    public string? UserPoolId { get; init; }

    public string? Name { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? UpdatedAt { get; init; }

    public bool CaseSensitive { get; set; } = true;

    public IReadOnlyList<string>? AliasAttributes { get; init; }

    public IReadOnlyList<string>? UsernameAttributes { get; init; }

    public string? MfaConfiguration { get; init; }

    public bool AllowAdminCreateUserOnly { get; init; }

    public bool DeletionProtection { get; init; }

    /// <summary>Members of DescribeUserPool's answer, in the service's own JSON.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Configuration { get; init; }

    public Behavior? Behavior { get; init; }

    public IEnumerable<ProviderDocument>? IdentityProviders { get; init; }

    public IEnumerable<AppClientDocument>? AppClients { get; init; }

    public IEnumerable<UserDocument>? Users { get; init; }

    public IEnumerable<GroupDocument>? Groups { get; init; }

    /// <summary>Identities that signed in through a link before it was removed.</summary>
    public IEnumerable<FormerSignInDocument>? FormerSignIns { get; init; }
}

internal sealed record ProviderDocument
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public string? Issuer { get; init; }

    public IReadOnlyDictionary<string, string>? Details { get; init; }

    public IReadOnlyDictionary<string, string>? AttributeMapping { get; init; }

    public IReadOnlyList<string>? Identifiers { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? UpdatedAt { get; init; }
}

internal sealed record AppClientDocument
{
    public required string ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? UpdatedAt { get; init; }

    /// <summary>Members of DescribeUserPoolClient's answer, in the service's own JSON, unknown ones included.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Configuration { get; init; }
}

internal sealed record UserDocument
{
    public required string Username { get; init; }

    public string? Sub { get; init; }

    public string? Status { get; init; }

    public bool? Enabled { get; init; }

    public bool? PasswordSignIn { get; init; }

    /// <summary>Base64 of the hash of a password that was set here.</summary>
    public byte[]? PasswordHash { get; init; }

    public bool? FederatedSignIn { get; init; }

    /// <summary>If absent: a password, for users who have one.</summary>
    public IReadOnlyList<string>? AuthFactors { get; init; }

    public IReadOnlyList<string>? MfaSettings { get; init; }

    public string? PreferredMfaSetting { get; init; }

    public DateTime? SignedOutAt { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? LastModifiedAt { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>If absent, the user has no attribute <c>identities</c>; if empty, it is shown as [].</summary>
    public IReadOnlyList<IdentityDocument>? Identities { get; init; }
}

internal sealed record IdentityDocument
{
    public required string ProviderName { get; init; }

    /// <summary>Needed only if the pool has no such provider.</summary>
    public string? ProviderType { get; init; }

    /// <summary>Cognito_Subject if null.</summary>
    public string? AttributeName { get; init; }

    public required string Value { get; init; }

    /// <summary>The NameID or sub of a person who signed in through it.</summary>
    public string? SignedInSubject { get; init; }

    public string? Issuer { get; init; }

    public bool Primary { get; init; }

    public DateTime? CreatedAt { get; init; }
}

internal sealed record GroupDocument
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? RoleArn { get; init; }

    public int? Precedence { get; init; }

    public DateTime? CreatedAt { get; init; }

    /// <summary>Usernames.</summary>
    public IEnumerable<string>? Members { get; init; }
}

internal sealed record FormerSignInDocument
{
    public required string ProviderName { get; init; }

    public required string Subject { get; init; }
}

/// <summary>How pools answer: the file that a probe wrote, or one written by hand. The probe's other findings are ignored.</summary>
internal sealed record BehaviorDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; set; } = CurrentVersion;

    public required Behavior Behavior { get; init; }

    public JsonElement? Probed { get; init; }

    public JsonElement? Answers { get; init; }
}
