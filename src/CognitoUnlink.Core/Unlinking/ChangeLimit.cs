using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

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
