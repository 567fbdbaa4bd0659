using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>One run: what was requested, when, and its lines.</summary>
/// <param name="id">Its id.</param>
/// <param name="journal">The journal that it is in.</param>
/// <param name="started">Its first line's time, UTC.</param>
public sealed class RunReport(string id, JournalSource journal, DateTime started)
{
    private readonly long[] _byOutcome = new long[Enum.GetValues<ItemOutcome>().Length];
    private readonly HashSet<string> _userPoolIds = [];
    private readonly HashSet<Place> _places = [];
    private readonly HashSet<RunCaller> _callers = [];

    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>The journal that it is in.</summary>
    public JournalSource Journal { get; } = journal;

    /// <summary>Its first line's time, UTC.</summary>
    public DateTime Started { get; } = started;

    /// <summary>When it ended, UTC; null if it was stopped or cut off, or is still going on.</summary>
    public DateTime? Ended { get; internal set; }

    /// <summary>Its latest line's time, UTC.</summary>
    public DateTime LatestTime { get; internal set; } = started;

    /// <summary>What was requested; null in journals of earlier versions.</summary>
    public RunSettings? Settings { get; internal set; }

    /// <summary>Its totals; null if it has no end, and in journals of earlier versions.</summary>
    public RunTotals? Totals { get; internal set; }

    /// <summary>What it does, as stated or as shown by its requests; null if not known.</summary>
    public RunTask? Task { get; internal set; }

    /// <summary>The user pools of its items.</summary>
    public IReadOnlyCollection<string> UserPoolIds => _userPoolIds;

    /// <summary>Where its requests went; none in journals of earlier versions.</summary>
    public IReadOnlyCollection<Place> Places => _places;

    /// <summary>From its first line to its end, or to its latest line if it has no end. Zero if the clock was set back meanwhile.</summary>
    public TimeSpan Duration => (Ended ?? LatestTime) is var last && last > Started ? last - Started : TimeSpan.Zero;

    /// <summary>Who made it; none in journals of earlier versions.</summary>
    public IReadOnlyCollection<RunCaller> Callers => _callers;

    /// <summary>Outcomes over time.</summary>
    public TimeSeries Series { get; } = new(started);

    /// <summary>Requests for changes that the service throttled, as far as outcomes show; null in journals of earlier versions.</summary>
    public long? Throttled => Settings is null ? null : Series.Buckets.Sum(bucket => bucket.Throttled);

    /// <summary>The number of items with that outcome; one that it settled by a read and then worked on counts once.</summary>
    /// <param name="outcome">The outcome.</param>
    public long Count(ItemOutcome outcome) => _byOutcome[(int)outcome];

    internal void Add(JournalRecord record)
    {
        LatestTime = record.Time > LatestTime ? record.Time : LatestTime;
        Settings ??= record.Settings;
        Totals ??= record.Totals;
        Task ??= record.Settings?.Task;
        if (record.Place is { } place)
        {
            _places.Add(place);
        }

        if (record is { Event: JournalEvent.RunCaller, Caller: { } caller })
        {
            _callers.Add(caller);
        }

        if (record.Event == JournalEvent.RunEnded)
        {
            Ended = record.Time;
        }

        if ((record.UserPoolId ?? record.Settings?.UserPoolId) is { } pool)
        {
            _userPoolIds.Add(pool);
        }
    }

    /// <summary>Adds an item's outcome, and removes its earlier outcome in this run.</summary>
    internal void Add(JournalRecord record, ItemOutcome outcome, (ItemOutcome Outcome, DateTime Time)? before)
    {
        Series.Add(record.Time, outcome, record.Throttled ?? 0);
        _byOutcome[(int)outcome]++;
        if (before is { } end)
        {
            Series.Remove(end.Time, end.Outcome);
            _byOutcome[(int)end.Outcome]--;
        }
    }
}
