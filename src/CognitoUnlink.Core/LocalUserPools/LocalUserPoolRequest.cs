namespace CognitoUnlink.LocalUserPools;

/// <summary>A request that a local user pool answered.</summary>
public sealed record LocalUserPoolRequest
{
    /// <summary>Position in the log, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it arrived, UTC.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>The operation, for instance <c>AdminDisableProviderForUser</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The user pool it named; null if none.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The username it named; null if none.</summary>
    public string? Username { get; init; }

    /// <summary>The provider named in <c>User</c> or <c>SourceUser</c>; null if none.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The attribute name beside <see cref="ProviderName"/>.</summary>
    public string? ProviderAttributeName { get; init; }

    /// <summary>The attribute value beside <see cref="ProviderName"/>.</summary>
    public string? ProviderAttributeValue { get; init; }

    /// <summary>The access key that signed it; null when unsigned.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The region it was signed for; null when unsigned.</summary>
    public string? Region { get; init; }

    /// <summary>The body as it was sent, with passwords masked.</summary>
    public string? Body { get; init; }

    /// <summary>The HTTP status of the answer; 0 if there was none.</summary>
    public int StatusCode { get; init; }

    /// <summary>The error code of the answer; null for success.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The request id of the answer.</summary>
    public string? RequestId { get; init; }
}

/// <summary>
/// What goes wrong with some of the requests to a local user pool. It has one effect: <see cref="ErrorCode"/>,
/// <see cref="ConnectionReset"/>, <see cref="LatencyMilliseconds"/> or <see cref="Hang"/>. The other properties say which requests.
/// </summary>
public sealed record LocalUserPoolFault
{
    /// <summary>The operation, with wildcards * and ?, case-insensitive.</summary>
    public string Operation { get; set; } = "*";

    /// <summary>Only requests that concern this user: named in the request, or holder of the identity to unlink.</summary>
    public string? Username { get; init; }

    /// <summary>Only requests that name this provider.</summary>
    public string? ProviderName { get; init; }

    /// <summary>Only the n-th of these requests, from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>Only every n-th of these requests.</summary>
    public int? Every { get; init; }

    /// <summary>Only a part of these requests, from 0 to 1; the same ones for the same seed of the pool.</summary>
    public double? Probability { get; init; }

    /// <summary>The maximum number of times.</summary>
    public int? Times { get; init; }

    /// <summary>The error to answer, for instance <c>TooManyRequestsException</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The error's message.</summary>
    public string? Message { get; init; }

    /// <summary>The error's HTTP status; by default that of the service.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Close the connection without an answer.</summary>
    public bool ConnectionReset { get; init; }

    /// <summary>Wait this long, then continue as usual.</summary>
    public int? LatencyMilliseconds { get; init; }

    /// <summary>Never answer.</summary>
    public bool Hang { get; init; }

    /// <summary>Carry out the request first: the client sees a failure of something that was done. Applies only to requests that succeed.</summary>
    public bool WhenDone { get; init; }

    /// <summary>How often it has happened; ignored when a fault is added.</summary>
    public int Applied { get; init; }
}
