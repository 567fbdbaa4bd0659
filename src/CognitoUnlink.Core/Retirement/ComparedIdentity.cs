namespace CognitoUnlink.Retirement;

/// <summary>The current state of an identity that a journal unlinked.</summary>
public enum ComparedState
{
    /// <summary>
    /// No link to it is in the pool. It may have a federated user of its own, from before the unlink: if so, <see cref="ComparedIdentity.FoundUsername"/> names it.
    /// </summary>
    Gone,

    /// <summary>A user has a link to it; or the user it was removed from has a link from the same provider that was made since.</summary>
    LinkedAgain,

    /// <summary>It is a federated user of its own, as created by a sign-in, and was not there before the unlink, according to the service.</summary>
    NewProfile,

    /// <summary>The user it was removed from is no longer in the pool, and neither is the identity.</summary>
    Deleted,
}

/// <summary>An identity that a journal unlinked, and its state according to a listing of the pool.</summary>
public sealed record ComparedIdentity
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user it was removed from; null if the journal names only provider and subject.</summary>
    public string? Username { get; init; }

    /// <summary>That user's <c>sub</c>; null if the journal does not say.</summary>
    public string? Sub { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The provider's type, if the journal says.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The attribute name of the request that unlinked it.</summary>
    public required string ProviderAttributeName { get; init; }

    /// <summary>The subject, NameID or linked value, verbatim.</summary>
    public required string ProviderAttributeValue { get; init; }

    /// <summary>Its state.</summary>
    public required ComparedState State { get; init; }

    /// <summary>The user who has it now; null if none does.</summary>
    public string? FoundUsername { get; init; }

    /// <summary>That user's <c>sub</c>.</summary>
    public string? FoundSub { get; init; }

    /// <summary>The value that it has now; a different one if the user was linked again by another attribute.</summary>
    public string? FoundAttributeValue { get; init; }

    /// <summary>Since when it has been there, UTC, according to the service; null if nobody has it, or the service does not say.</summary>
    public DateTime? FoundSince { get; init; }

    /// <summary>When it was unlinked, UTC.</summary>
    public DateTime UnlinkedAt { get; init; }

    /// <summary>Whether somebody has it again.</summary>
    public bool IsBack => State is ComparedState.LinkedAgain or ComparedState.NewProfile;
}
