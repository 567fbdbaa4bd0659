using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>Where the runs of a journal were made, as its lines say one after another. Memory goes by the number of runs and of their pools.</summary>
internal sealed class RunPlaces
{
    private readonly Dictionary<string, Place> _ofRuns = [];
    private readonly Dictionary<(string Run, string UserPoolId), Place> _ofPools = [];

    /// <summary>Where a run worked on a pool; null when nothing says so.</summary>
    public Place? Of(string? run, string? userPoolId) =>
        run is null || userPoolId is null ? null
        : _ofPools.Count > 0 && _ofPools.TryGetValue((run, userPoolId), out var place) ? place
        : _ofRuns.GetValueOrDefault(run);

    /// <summary>Takes note of a line that says it.</summary>
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
