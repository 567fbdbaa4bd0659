using System.Text.Json;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>How a pool is set up.</summary>
internal sealed record PoolSettings
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTime Created { get; init; }

    /// <summary>When UpdateUserPool last changed it; null if never.</summary>
    public DateTime? Updated { get; init; }

    /// <summary>The API's default; the console's is false.</summary>
    public bool CaseSensitive { get; init; } = true;

    public IReadOnlyList<string> AliasAttributes { get; init; } = [];

    public IReadOnlyList<string> UsernameAttributes { get; init; } = [];

    public string MfaConfiguration { get; init; } = "OFF";

    public bool AllowAdminCreateUserOnly { get; init; }

    public bool DeletionProtection { get; init; }

    /// <summary>What is kept as it was given and shown by DescribeUserPool, in the service's own JSON: AccountRecoverySetting, LambdaConfig and others.</summary>
    public IReadOnlyDictionary<string, JsonElement> Configuration { get; init; } = new Dictionary<string, JsonElement>();

    public Behavior Behavior { get; init; } = new();

    public string Region => RegionOf(Id);

    public static string RegionOf(string poolId) => poolId[..poolId.IndexOf('_', StringComparison.Ordinal)];
}
