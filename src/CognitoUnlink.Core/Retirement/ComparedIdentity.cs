namespace CognitoUnlink.Retirement;

/// <summary>How an identity that a journal unlinked stands now.</summary>
public enum ComparedState
{
    /// <summary>
    /// No link to it is in the pool. A federated user of its own may be, who was there before the unlink: then <see cref="ComparedIdentity.FoundUsername"/> says so.
    /// </summary>
    Gone,

    /// <summary>A user has a link to it; or the user whom it was taken from has a link of the same provider that was made since.</summary>
    LinkedAgain,

    /// <summary>It is a federated user of its own, as a sign-in makes one, and was not there before the unlink, as far as the service says.</summary>
    NewProfile,

    /// <summary>The user whom it was taken from is not in the pool any more, and nothing of the identity is.</summary>
    Deleted,
}

/// <summary>An identity that a journal unlinked, and how it stands by a listing of the pool.</summary>
public sealed record ComparedIdentity
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user whom it was taken from; null when the journal names provider and subject only.</summary>
    public string? Username { get; init; }

    /// <summary>That user's <c>sub</c>; null when the journal does not say.</summary>
    public string? Sub { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The provider's type, when the journal says.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The attribute name of the request that unlinked it.</summary>
    public required string ProviderAttributeName { get; init; }

    /// <summary>The subject, NameID or linked value, verbatim.</summary>
    public required string ProviderAttributeValue { get; init; }

    /// <summary>How it stands.</summary>
    public ComparedState State { get; init; }

    /// <summary>The user who has it now; null when nobody does.</summary>
    public string? FoundUsername { get; init; }

    /// <summary>That user's <c>sub</c>.</summary>
    public string? FoundSub { get; init; }

    /// <summary>The value that it has now; another one where the user was linked anew by another attribute.</summary>
    public string? FoundAttributeValue { get; init; }

    /// <summary>Since when it is there, UTC, as the service says; null when nobody has it, or the service does not say.</summary>
    public DateTime? FoundSince { get; init; }

    /// <summary>Since when it was unlinked, UTC.</summary>
    public DateTime UnlinkedAt { get; init; }

    /// <summary>Whether somebody has it again.</summary>
    public bool IsBack => State is ComparedState.LinkedAgain or ComparedState.NewProfile;
}
