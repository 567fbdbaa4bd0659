namespace CognitoUnlink.LocalUserPools;

/// <summary>What local user pool to make.</summary>
public sealed record LocalUserPoolOptions
{
    /// <summary>The port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The id of a pool that is given none.</summary>
    public const string DefaultUserPoolId = "us-east-1_LocalPool";

    /// <summary>The pool's id, whose prefix is the region; null for that of the seed file, or else <see cref="DefaultUserPoolId"/>.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>How many users to generate; 0 for an empty pool.</summary>
    public int UserCount { get; init; }

    /// <summary>The same seed and count give the same pool.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A JSON file with the pool's providers, groups and users, in place of generated ones.</summary>
    public string? SeedPath { get; init; }

    /// <summary>Accept requests whatever their signature.</summary>
    public bool SkipSignatureCheck { get; init; }
}
