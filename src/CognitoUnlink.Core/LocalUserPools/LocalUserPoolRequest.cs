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

    /// <summary>The user pool it named; null when none.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The username it named; null when none.</summary>
    public string? Username { get; init; }

    /// <summary>The provider named in <c>User</c> or <c>SourceUser</c>; null when none.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The attribute name beside <see cref="ProviderName"/>.</summary>
    public string? ProviderAttributeName { get; init; }

    /// <summary>The attribute value beside <see cref="ProviderName"/>.</summary>
    public string? ProviderAttributeValue { get; init; }

    /// <summary>The access key that signed it; null when unsigned.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The region it was signed for; null when unsigned.</summary>
    public string? Region { get; init; }

    /// <summary>The body as it was sent, with passwords struck out.</summary>
    public string? Body { get; init; }

    /// <summary>The HTTP status of the answer; 0 when there was none.</summary>
    public int StatusCode { get; init; }

    /// <summary>The error code of the answer; null for success.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The request id of the answer.</summary>
    public string? RequestId { get; init; }
}
