using CognitoUnlink.Changes;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

/// <summary>What became of an identity that was to be unlinked.</summary>
/// <param name="Result">The result, also of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="CognitoException"/>; null when there is nothing to report.</param>
public sealed record UnlinkReport(UnlinkResult Result, CognitoUnlinkException? Error) : ChangeReport(Error)
{
    /// <summary>The result, with the error's id.</summary>
    public UnlinkResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = Error.ErrorId };

    /// <summary>Whether a user was changed, or may have been: also one who was not meant, or by a request that brought no answer.</summary>
    public override bool IsChange => Result.Outcome is UnlinkOutcome.Unlinked or UnlinkOutcome.WouldUnlink || IsUncertain || Error switch
    {
        UnlinkException own => own.ErrorId == ErrorId.IdentityStillLinked,
        CognitoException service => service is { Operation: "AdminDisableProviderForUser", MayHaveBeenCarriedOut: true },
        _ => false,
    };

    /// <inheritdoc/>
    public override string Outcome => Result.Outcome.ToString();

    /// <inheritdoc/>
    public override bool IsFailure => Result.Outcome == UnlinkOutcome.Failed;

    /// <inheritdoc/>
    public override object Item => Result;
}
