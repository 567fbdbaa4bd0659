using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Linking;

/// <summary>What became of an item.</summary>
/// <param name="Result">The result, also of a failed item.</param>
/// <param name="Error">An <see cref="UnlinkException"/> or <see cref="CognitoException"/> when something is to be told.</param>
public sealed record LinkReport(LinkResult Result, Exception? Error)
{
    /// <summary>The result, with the error's id.</summary>
    public LinkResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = ErrorAdvice.IdOf(Error) };

    /// <summary>Whether nobody knows if it was done. Its intent stays open in the journal, for a later run's read to settle.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>Whether a user was changed, or may have been by a request that brought no answer.</summary>
    public bool IsChange => Result.Outcome == LinkOutcome.Linked || IsUncertain || Error is CognitoException { MayHaveBeenCarriedOut: true };
}
