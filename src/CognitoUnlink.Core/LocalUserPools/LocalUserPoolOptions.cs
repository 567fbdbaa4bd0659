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

    /// <summary>
    /// A JSON file that says how pools answer where the service's behaviour is not documented, such as a probe writes. It is for pools that do
    /// not say so themselves.
    /// </summary>
    public string? BehaviorPath { get; init; }

    /// <summary>Accept requests whatever their signature.</summary>
    public bool SkipSignatureCheck { get; init; }
}

/// <summary>How many requests a local user pool takes before it answers TooManyRequestsException. None is limited unless named.</summary>
public sealed record LocalUserPoolQuotas
{
    /// <summary>Requests a second by quota category, for instance <c>UserUpdate</c>.</summary>
    public IReadOnlyDictionary<string, double> RequestsPerSecond { get; init; } = new Dictionary<string, double>();

    /// <summary>How many requests may come at once after a pause; those of one second unless given.</summary>
    public double? Burst { get; init; }

    /// <summary>Requests a second that read one and the same user.</summary>
    public double? UserReadsPerSecond { get; init; }

    /// <summary>Requests a second that write one and the same user.</summary>
    public double? UserWritesPerSecond { get; init; }

    /// <summary>The category of AdminDisableProviderForUser, which no document tells.</summary>
    public string UnlinkCategory { get; init; } = "UserUpdate";

    /// <summary>The HTTP status of TooManyRequestsException.</summary>
    public int ThrottleStatusCode { get; init; } = 400;
}
