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

/// <summary>Stops a run before the first change beyond a number. Safe for many threads.</summary>
/// <param name="maximum">The number; null for no limit.</param>
public sealed class ChangeLimit(int? maximum)
{
    private int _changes;

    /// <summary>The number; null for no limit.</summary>
    public int? Maximum => maximum;

    /// <summary>Whether so many more items may go on before it is known what those in flight come to.</summary>
    /// <param name="inFlight">Items that may turn out to be changes.</param>
    public bool HasRoomBeside(int inFlight) => maximum is null || _changes + inFlight < maximum;

    /// <summary>Refuses to go on when as many changes were made as may be.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MaximumChangeReached"/>.</exception>
    public void Check()
    {
        if (_changes >= maximum)
        {
            throw new UnlinkException(ErrorId.MaximumChangeReached, $"Stopped after {_changes} {(_changes == 1 ? "change" : "changes")}, the maximum for this run.");
        }
    }

    /// <summary>Counts an item that was changed, or would have been.</summary>
    public void Count() => Interlocked.Increment(ref _changes);
}
