using CognitoUnlink.Changes;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Linking;

/// <summary>What became of an identity that was to be linked.</summary>
/// <param name="Result">The result, also of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="CognitoException"/>; null when there is nothing to report.</param>
public sealed record LinkReport(LinkResult Result, CognitoUnlinkException? Error) : ChangeReport(Error)
{
    /// <summary>The result, with the error's id.</summary>
    public LinkResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = Error.ErrorId };

    /// <summary>Whether a user was changed, or may have been by a request that brought no answer.</summary>
    public override bool IsChange => Result.Outcome is LinkOutcome.Linked or LinkOutcome.WouldLink || IsUncertain || Error is CognitoException { MayHaveBeenCarriedOut: true };

    /// <inheritdoc/>
    public override string Outcome => Result.Outcome.ToString();

    /// <inheritdoc/>
    public override bool IsFailure => Result.Outcome == LinkOutcome.Failed;

    /// <inheritdoc/>
    public override object Item => Result;
}
