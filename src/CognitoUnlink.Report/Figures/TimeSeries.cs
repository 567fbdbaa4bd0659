namespace CognitoUnlink.Report.Figures;

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

    internal void Add(DateTime time, ItemOutcome outcome, int throttled)
    {
        while (time - Start >= Most * Width)
        {
            Widen();
        }

        while (_buckets.Count <= IndexOf(time))
        {
            _buckets.Add(default);
        }

        _buckets[IndexOf(time)] += One(outcome) with { Throttled = throttled };
    }

    /// <summary>Removes an item whose outcome has changed since. Throttled requests stay counted.</summary>
    internal void Remove(DateTime time, ItemOutcome outcome) => _buckets[IndexOf(time)] -= One(outcome);

    // A clock that was set back must not change the order of lines.
    private int IndexOf(DateTime time) => (int)(Math.Max(0, (time - Start).Ticks) / Width.Ticks);

    private static TimeBucket One(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Skipped => new TimeBucket(0, 1, 0, 0),
        ItemOutcome.Failed or ItemOutcome.LinkFailed or ItemOutcome.NotPossible => new TimeBucket(0, 0, 1, 0),
        _ => new TimeBucket(1, 0, 0, 0),
    };

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

/// <summary>What happened in a span of time.</summary>
/// <param name="Done">Identities unlinked or linked, or found so.</param>
/// <param name="Skipped">Identities that a guard refused to unlink.</param>
/// <param name="Failed">Identities that failed.</param>
/// <param name="Throttled">Requests for them that the service throttled.</param>
public readonly record struct TimeBucket(long Done, long Skipped, long Failed, long Throttled)
{
    /// <summary>Identities with an outcome.</summary>
    public long Items => Done + Skipped + Failed;

    /// <summary>The sum.</summary>
    public static TimeBucket operator +(TimeBucket left, TimeBucket right) => Add(left, right);

    /// <summary>The difference.</summary>
    public static TimeBucket operator -(TimeBucket left, TimeBucket right) => Subtract(left, right);

    /// <summary>The difference.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static TimeBucket Subtract(TimeBucket left, TimeBucket right) =>
        new(left.Done - right.Done, left.Skipped - right.Skipped, left.Failed - right.Failed, left.Throttled - right.Throttled);

    /// <summary>The sum.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static TimeBucket Add(TimeBucket left, TimeBucket right) =>
        new(left.Done + right.Done, left.Skipped + right.Skipped, left.Failed + right.Failed, left.Throttled + right.Throttled);
}
