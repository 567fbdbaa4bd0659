using CognitoUnlink.Changes;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Linking;

/// <summary>The result of linking one identity.</summary>
public sealed record LinkResult
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user to link the identity to.</summary>
    public required string Username { get; init; }

    /// <summary>The <c>sub</c> of the user; null if no user was read.</summary>
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

    /// <summary>The reason, if any.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of its error, as in <see cref="CognitoUnlink.Errors.KnownErrors"/>; null if there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Whether a read showed that the user has the identity; null if there was none.</summary>
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

/// <summary>How a link ended.</summary>
public enum LinkOutcome
{
    /// <summary>The user did not have the identity and has it now, as a read shows.</summary>
    Linked,

    /// <summary>The user had the identity before.</summary>
    AlreadyLinked,

    /// <summary>It cannot be linked as things are, and repeating it changes nothing.</summary>
    NotPossible,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>In a rehearsal: the run would link it.</summary>
    WouldLink,
}

/// <summary>The report on an identity to link.</summary>
/// <param name="Result">The result, even of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="CognitoException"/>; null when there is nothing to report.</param>
public sealed record LinkReport(LinkResult Result, CognitoUnlinkException? Error) : ChangeReport(Error)
{
    /// <summary>The result, with the error's id.</summary>
    public LinkResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = Error.ErrorId };

    /// <summary>Whether a user was changed, or may have been by a request without an answer.</summary>
    public override bool IsChange => Result.Outcome is LinkOutcome.Linked or LinkOutcome.WouldLink || MayHaveBeenMadeBy("AdminLinkProviderForUser");

    /// <inheritdoc/>
    public override string Outcome => Result.Outcome.ToString();

    /// <inheritdoc/>
    public override bool IsFailure => Result.Outcome == LinkOutcome.Failed;

    /// <inheritdoc/>
    public override object Item => Result;
}
