using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>Outcomes over time in a bounded number of equal spans, which widen as the run goes on.</summary>
/// <param name="start">Where the first span begins, UTC.</param>
public sealed class TimeSeries(DateTime start)
{
    private const int Most = 80;

    private readonly List<TimeBucket> _buckets = [];

    /// <summary>Where the first span begins, UTC.</summary>
    public DateTime Start { get; } = start;

    /// <summary>How long each span is.</summary>
    public TimeSpan Width { get; private set; } = TimeSpan.FromMilliseconds(125);

    /// <summary>The spans, up to the last in which something happened.</summary>
    public IReadOnlyList<TimeBucket> Buckets => _buckets;

    internal void Add(JournalRecord outcome)
    {
        var after = outcome.Time - Start;
        while (after >= Most * Width)
        {
            Widen();
        }

        // A clock that was set back must not undo the order of lines.
        var index = (int)(Math.Max(0, after.Ticks) / Width.Ticks);
        while (_buckets.Count <= index)
        {
            _buckets.Add(default);
        }

        _buckets[index] += outcome.Event switch
        {
            JournalEvent.Skipped => new TimeBucket(0, 1, 0, outcome.Throttled ?? 0),
            JournalEvent.Failed => new TimeBucket(0, 0, 1, outcome.Throttled ?? 0),
            _ => new TimeBucket(1, 0, 0, outcome.Throttled ?? 0),
        };
    }

    private void Widen()
    {
        for (var i = 0; i < _buckets.Count; i += 2)
        {
            _buckets[i / 2] = _buckets[i] + (i + 1 < _buckets.Count ? _buckets[i + 1] : default);
        }

        _buckets.RemoveRange((_buckets.Count + 1) / 2, _buckets.Count / 2);
        Width *= 2;
    }
}
