using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>
/// Compares where a journal was made with where requests go now: what was done on a rehearsal's pool says nothing about
/// another with the same id.
/// </summary>
public static class PlaceCheck
{
    /// <summary>Refuses another place. A journal that does not say where it was made is assumed to be from AWS; elsewhere that must be confirmed.</summary>
    /// <param name="journal">The journal, as the subject of a sentence in messages.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="made">Where the journal says that the pool is; empty if it does not say.</param>
    /// <param name="now">Where requests go.</param>
    /// <param name="confirm">Asks the user; null to confirm everything.</param>
    /// <returns>The warning; null for none.</returns>
    /// <exception cref="UnlinkException"><see cref="ErrorId.OtherPlace"/>, <see cref="ErrorId.PlaceNotConfirmed"/>.</exception>
    public static async Task<string?> CheckAsync(string journal, string userPoolId, IReadOnlyCollection<Place> made, Place now, Func<string, Task<bool>>? confirm)
    {
        if (made.FirstOrDefault(place => !place.IsSameAs(now)) is { } other)
        {
            throw new UnlinkException(
                ErrorId.OtherPlace,
                $"Nothing was sent: {journal} was made for user pool {userPoolId} with requests to {other.Describe()}, but requests now go to {now.Describe()}.");
        }

        if (made.Count > 0)
        {
            return null;
        }

        var unknown = $"{char.ToUpperInvariant(journal[0])}{journal[1..]} does not say where it was made, because version 0.1 did not record it.";
        return now.IsAws || confirm is null || await confirm($"{unknown} Was it made for user pool {userPoolId} at {now.Describe()}?").ConfigureAwait(false)
            ? $"{unknown} It is assumed to be for user pool {userPoolId} at {now.Describe()}."
            : throw new UnlinkException(ErrorId.PlaceNotConfirmed, $"Nothing was sent: {journal} does not say where it was made, and it was not confirmed that it is for user pool {userPoolId} at {now.Describe()}.");
    }
}

/// <summary>The places of each user pool, as the runs of a journal name them.</summary>
internal sealed class PoolPlaces
{
    private readonly Dictionary<string, HashSet<Place>> _byPool = [];

    /// <summary>Adds the journal's next record.</summary>
    public void Add(JournalRecord record)
    {
        var isAboutItem = JournalEvents.IsAboutItem(record.Event);
        if ((record.UserPoolId ?? record.Settings?.UserPoolId) is not { } pool || (!isAboutItem && record.Place is null))
        {
            return;
        }

        if (!_byPool.TryGetValue(pool, out var places))
        {
            _byPool[pool] = places = [];
        }

        if (record.Place is { } place)
        {
            places.Add(place);
        }
    }

    /// <summary>Where a pool is; empty if its items do not say, null if it has no items.</summary>
    public IReadOnlyCollection<Place>? Of(string userPoolId) => _byPool.GetValueOrDefault(userPoolId);
}

/// <summary>The place of each run of a journal. Takes memory for each run and each of its pools.</summary>
internal sealed class RunPlaces
{
    private readonly Dictionary<string, Place> _ofRuns = [];
    private readonly Dictionary<(string Run, string UserPoolId), Place> _ofPools = [];

    /// <summary>Where a run worked on a pool; null if not known.</summary>
    public Place? Of(string? run, string? userPoolId) =>
        run is null || userPoolId is null ? null
        : _ofPools.Count > 0 && _ofPools.TryGetValue((run, userPoolId), out var place) ? place
        : _ofRuns.GetValueOrDefault(run);

    /// <summary>Adds a line that says where a run works.</summary>
    public void Note(JournalRecord record)
    {
        if (record.Place is not { } place)
        {
            return;
        }

        if (record.Event == JournalEvent.RunStarted)
        {
            _ofRuns[record.Run] = place;
        }
        else if (record is { Event: JournalEvent.RunPlace, UserPoolId: { } pool })
        {
            _ofPools[(record.Run, pool)] = place;
        }
    }
}
