using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Unlinking;

/// <summary>What became of an item.</summary>
/// <param name="Result">The result, also of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="CognitoException"/> when something is to be told.</param>
public sealed record UnlinkReport(UnlinkResult Result, Exception? Error)
{
    /// <summary>The result, with the error's id.</summary>
    public UnlinkResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = ErrorAdvice.IdOf(Error) };

    /// <summary>Whether nobody knows if it was done. Its intent stays open in the journal, for a later run's read to settle.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>Whether a user was changed, or may have been: also one who was not meant, or by a request that brought no answer.</summary>
    public bool IsChange => Result.Outcome == UnlinkOutcome.Unlinked || IsUncertain || Error switch
    {
        UnlinkException own => own.ErrorId == ErrorId.IdentityStillLinked,
        CognitoException service => service is { Operation: "AdminDisableProviderForUser", MayHaveBeenCarriedOut: true },
        _ => false,
    };
}
