using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>What journals say, in figures. Each item adds only some 100 to 200 bytes to its size.</summary>
public sealed class JournalReport
{
    internal JournalReport(IReadOnlyList<JournalSource> journals) => Journals = journals;

    /// <summary>The journals.</summary>
    public IReadOnlyList<JournalSource> Journals { get; }

    /// <summary>The runs, by start time.</summary>
    public IReadOnlyList<RunReport> Runs { get; internal set; } = [];

    /// <summary>The user pools that are named.</summary>
    public IReadOnlyList<string> UserPoolIds { get; internal set; } = [];

    /// <summary>The providers that are named.</summary>
    public IReadOnlyList<ProviderLinks> Providers { get; internal set; } = [];

    /// <summary>Why items were refused or failed, most frequent first.</summary>
    public IReadOnlyList<CauseReport> Causes { get; internal set; } = [];

    /// <summary>Requested identities, each counted once.</summary>
    public long Items { get; internal set; }

    /// <summary>Users that they belong to; items without a username are not counted.</summary>
    public long Users { get; internal set; }

    /// <summary>Items that name no user.</summary>
    public long WithoutUser { get; internal set; }

    /// <summary>Items that a run unlinked and that are still unlinked. Together with the open ones, these are what an undo would link.</summary>
    public long StillUnlinked { get; internal set; }

    /// <summary>The open items that were to be linked.</summary>
    public long OpenLinks { get; internal set; }

    internal Dictionary<JournalItemKey, int> Keys { get; } = [];

    internal List<LinkState> Links { get; } = [];

    /// <summary>How each user can sign in, by the index of the person.</summary>
    internal SignInNow[] Ways { get; set; } = [];

    internal long[] ByOutcome { get; } = new long[Enum.GetValues<ItemOutcome>().Length];

    /// <summary>The number of items with an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public long Count(ItemOutcome outcome) => ByOutcome[(int)outcome];

    /// <summary>The number of users who can sign in this way, each counted once.</summary>
    /// <param name="way">The way.</param>
    public long Count(SignInNow way) => Ways.LongCount(each => each == way);

    /// <summary>How long runs of a kind were at work, side by side or one after another; the time between them does not count.</summary>
    /// <param name="task">The kind.</param>
    public TimeSpan AtWork(RunTask task)
    {
        var (sum, until) = (TimeSpan.Zero, DateTime.MinValue);
        foreach (var run in Runs.Where(run => run.Task == task))
        {
            var (from, to) = (run.Started > until ? run.Started : until, run.Started + run.Duration);
            sum += to > from ? to - from : TimeSpan.Zero;
            until = to > until ? to : until;
        }

        return sum;
    }

    /// <summary>A journal's file name, or the name it was given if several share the file name.</summary>
    internal string NameOf(JournalSource journal) => Journals.Count(other => other.FileName == journal.FileName) > 1 ? journal.Name : journal.FileName;

    /// <summary>Reads journals, each once, and merges their lines by time.</summary>
    /// <param name="journals">The files and what errors call them.</param>
    /// <param name="cancellationToken">Cancels the reading, now and later.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.JournalNotReadable"/>; <see cref="Errors.ErrorId.JournalDamaged"/>, with the line's number.</exception>
    public static JournalReport Read(IEnumerable<(string Path, string Name)> journals, CancellationToken cancellationToken = default) =>
        new ReportBuilder([.. journals.DistinctBy(journal => Path.GetFullPath(journal.Path)).Select(journal => new JournalSource(journal.Path, journal.Name, cancellationToken))]).Build();

    /// <summary>The line with the current state of an item, once for each item, journal by journal. Reads the journals again, but nothing written to them since.</summary>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.JournalNotReadable"/>, <see cref="Errors.ErrorId.JournalDamaged"/>.</exception>
    public IEnumerable<JournalRecord> LatestRecords() => Latest().Select(one => one.Record);

    /// <summary>Whether a later run in the same journal finished the work of an unfinished run.</summary>
    internal bool IsCarriedOn(RunReport run) => run.Task is not null && Runs.Any(later =>
        later.Ended is not null
        && later.Started > run.Started
        && later.Journal == run.Journal
        && later.Task == run.Task
        && later.UserPoolIds.Any(run.UserPoolIds.Contains)
        && (later.Settings?.ProviderName, later.Settings?.AllProviders, later.Settings?.Shard) == (run.Settings?.ProviderName, run.Settings?.AllProviders, run.Settings?.Shard));

    internal IEnumerable<(JournalRecord Record, LinkState State)> Latest()
    {
        for (var journal = 0; journal < Journals.Count; journal++)
        {
            foreach (var (line, record) in Journals[journal].ReadAgain())
            {
                if (JournalEvents.IsAboutItem(record.Event) && Links[Keys[JournalItemKey.Of(record)]] is var state && state.Latest == (journal, line))
                {
                    yield return (record, state);
                }
            }
        }
    }
}
