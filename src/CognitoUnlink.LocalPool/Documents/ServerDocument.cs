namespace CognitoUnlink.LocalPool.Documents;

/// <summary>The one JSON format of seed files, snapshots and restores. The first pool is the one that is served by default.</summary>
internal sealed record ServerDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required IReadOnlyList<PoolDocument> Pools { get; init; }
}
