namespace CognitoUnlink.Linking;

/// <summary>How the link of one identity ended.</summary>
public sealed record LinkResult
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user who is to have the identity.</summary>
    public required string Username { get; init; }

    /// <summary>The <c>sub</c> of the user; null when nobody was read.</summary>
    public string? Sub { get; init; }

    /// <summary>The provider named in the request.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The provider's type, when known.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The attribute name of the request.</summary>
    public required string ProviderAttributeName { get; init; }

    /// <summary>The attribute value of the request.</summary>
    public required string ProviderAttributeValue { get; init; }

    /// <summary>How it ended.</summary>
    public LinkOutcome Outcome { get; init; }

    /// <summary>Why, when there is something to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of the error beside it, as in <see cref="CognitoUnlink.Errors.KnownErrors"/>; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Whether a read showed that the user has the identity; null when none was made.</summary>
    public bool? Verified { get; init; }

    /// <summary>How many requests to link were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them the service throttled.</summary>
    public int Throttled { get; init; }

    /// <summary>How long the item took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The id of the request that the service accepted.</summary>
    public string? RequestId { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime Timestamp { get; init; }
}
