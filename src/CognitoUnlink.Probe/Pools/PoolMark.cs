namespace CognitoUnlink.Probe.Pools;

/// <summary>How a probe's pools are told from others: by name and tag together.</summary>
public static class PoolMark
{
    /// <summary>What the name of every such pool begins with.</summary>
    public const string NamePrefix = "cognito-unlink-probe-";

    /// <summary>The key of the tag that every such pool has.</summary>
    public const string TagKey = "cognito-unlink-probe";

    /// <summary>The value of the tag.</summary>
    internal const string TagValue = "throwaway";

    /// <summary>A name for a new pool.</summary>
    public static string NewName() => NamePrefix + Guid.NewGuid().ToString("N")[..12];
}
