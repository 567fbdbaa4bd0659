namespace CognitoUnlink.LocalUserPools;

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
