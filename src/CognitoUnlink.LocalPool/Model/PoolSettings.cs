namespace CognitoUnlink.LocalPool.Model;

/// <summary>What a pool was made with.</summary>
internal sealed record PoolSettings
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTime Created { get; init; }

    /// <summary>The API's default; the console's is false.</summary>
    public bool CaseSensitive { get; init; } = true;

    public IReadOnlyList<string> AliasAttributes { get; init; } = [];

    public IReadOnlyList<string> UsernameAttributes { get; init; } = [];

    public string MfaConfiguration { get; init; } = "OFF";

    public bool AllowAdminCreateUserOnly { get; init; }

    public bool DeletionProtection { get; init; }

    public Behavior Behavior { get; init; } = new();

    public bool EmailIsAlias => AliasAttributes.Contains("email") || UsernameAttributes.Contains("email");

    public string Region => RegionOf(Id);

    public static string RegionOf(string poolId) => poolId[..poolId.IndexOf('_', StringComparison.Ordinal)];
}
