using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Changes;

/// <summary>What became of one item of a run.</summary>
/// <param name="Error">Why it failed or was kept; null when there is nothing to report.</param>
public abstract record ChangeReport(CognitoUnlinkException? Error)
{
    /// <summary>
    /// Whether a request was sent and nobody knows if it was carried out. Its intent stays open in the journal, for a later run's
    /// read to settle.
    /// </summary>
    public bool IsUncertain { get; init; }

    /// <summary>Of a preview, where the change would be made; null where that is not known.</summary>
    public Place? Place { get; internal set; }

    /// <summary>Whether a user was changed, or may have been.</summary>
    public abstract bool IsChange { get; }

    /// <summary>The name of the outcome.</summary>
    public abstract string Outcome { get; }

    /// <summary>Whether it failed; then there is an error and no result worth keeping.</summary>
    public abstract bool IsFailure { get; }

    /// <summary>The result as it is written.</summary>
    public abstract object Item { get; }
}
