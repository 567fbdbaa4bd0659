using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

/// <summary>Stops a run before the first change beyond a number.</summary>
/// <param name="maximum">The number; null for no limit.</param>
public sealed class ChangeLimit(int? maximum)
{
    private int _changes;

    /// <summary>Refuses to go on when as many changes were made as may be.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MaximumChangeReached"/>.</exception>
    public void Check()
    {
        if (_changes >= maximum)
        {
            throw new UnlinkException(ErrorId.MaximumChangeReached, $"Stopped before another change: {_changes} were made, and no more than {maximum} are to be.");
        }
    }

    /// <summary>Counts an item that was changed, or would have been.</summary>
    public void Count() => _changes++;
}
