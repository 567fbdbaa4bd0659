using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>The result of unlinking one identity.</summary>
public sealed record UnlinkResult
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The user; null when only provider and subject were given.</summary>
    public string? Username { get; init; }

    /// <summary>The <c>sub</c> of the user; null if no user was read.</summary>
    public string? Sub { get; init; }

    /// <summary>The provider named in the request.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The provider's type, when known.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The attribute name of the request that the service accepted, or the first one tried.</summary>
    public required string ProviderAttributeName { get; init; }

    /// <summary>The attribute value of the request.</summary>
    public required string ProviderAttributeValue { get; init; }

    /// <summary>How it ended.</summary>
    public UnlinkOutcome Outcome { get; init; }

    /// <summary>The reason, if any.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of its error, as in <see cref="CognitoUnlink.Errors.KnownErrors"/>; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How the user can sign in afterwards.</summary>
    public SignInAfterUnlink SignInAfterUnlink { get; init; }

    /// <summary>How the user's password can be reset.</summary>
    public Recovery Recovery { get; init; }

    /// <summary>Whether a read after the request showed the identity gone; null if there was none.</summary>
    public bool? Verified { get; init; }

    /// <summary>Whether the user's tokens were revoked; null if not requested.</summary>
    public bool? SignedOut { get; init; }

    /// <summary>How many requests to unlink were sent.</summary>
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

/// <summary>How an unlink ended.</summary>
public enum UnlinkOutcome
{
    /// <summary>The identity was linked and is no longer.</summary>
    Unlinked,

    /// <summary>A read shows that it had been unlinked before.</summary>
    AlreadyUnlinked,

    /// <summary>A guard refused, and nothing was sent.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>In a rehearsal: the run would unlink it.</summary>
    WouldUnlink,
}

/// <summary>The report on an identity to unlink.</summary>
/// <param name="Result">The result, even of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="CognitoException"/>; null when there is nothing to report.</param>
public sealed record UnlinkReport(UnlinkResult Result, CognitoUnlinkException? Error) : ChangeReport(Error)
{
    /// <summary>The result, with the error's id.</summary>
    public UnlinkResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = Error.ErrorId };

    /// <summary>Whether a user was changed, or may have been: even the wrong user, or by a request without an answer.</summary>
    public override bool IsChange =>
        Result.Outcome is UnlinkOutcome.Unlinked or UnlinkOutcome.WouldUnlink
        || MayHaveBeenMadeBy("AdminDisableProviderForUser") || Error is UnlinkException { ErrorId: Errors.ErrorId.IdentityStillLinked };

    /// <inheritdoc/>
    public override string Outcome => Result.Outcome.ToString();

    /// <inheritdoc/>
    public override bool IsFailure => Result.Outcome == UnlinkOutcome.Failed;

    /// <inheritdoc/>
    public override object Item => Result;
}
