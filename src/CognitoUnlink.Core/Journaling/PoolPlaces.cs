using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>Where the runs of a journal worked on each user pool.</summary>
internal sealed class PoolPlaces
{
    private readonly Dictionary<string, HashSet<Place>> _byPool = [];

    /// <summary>Takes note of the journal's next record.</summary>
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

    /// <summary>Where a pool is; empty when its items do not say, null when there are none.</summary>
    public IReadOnlyCollection<Place>? Of(string userPoolId) => _byPool.GetValueOrDefault(userPoolId);
}
