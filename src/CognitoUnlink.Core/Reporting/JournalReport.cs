using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>What journals say, in figures. Its size does not grow with the number of items but for some 100 to 200 bytes each.</summary>
public sealed class JournalReport
{
    internal JournalReport(IReadOnlyList<JournalSource> journals) => Journals = journals;

    /// <summary>The journals.</summary>
    public IReadOnlyList<JournalSource> Journals { get; }

    /// <summary>The runs by their beginning.</summary>
    public IReadOnlyList<RunReport> Runs { get; internal set; } = [];

    /// <summary>The user pools that are named.</summary>
    public IReadOnlyList<string> UserPoolIds { get; internal set; } = [];

    /// <summary>The providers that are named.</summary>
    public IReadOnlyList<ProviderLinks> Providers { get; internal set; } = [];

    /// <summary>Why items were refused or failed, most frequent first.</summary>
    public IReadOnlyList<CauseReport> Causes { get; internal set; } = [];

    /// <summary>Identities that were asked for, each counted once.</summary>
    public long Items { get; internal set; }

    /// <summary>Users that they belong to; items without a username are not among them.</summary>
    public long Users { get; internal set; }

    /// <summary>Items that a run unlinked and none linked again since: what an undo would take up.</summary>
    public long StillUnlinked { get; internal set; }

    /// <summary>The latest line's time, UTC; null of journals without lines.</summary>
    public DateTime? LatestTime { get; internal set; }

    internal Dictionary<JournalItemKey, int> Keys { get; } = [];

    internal List<LinkState> Links { get; } = [];

    internal long[] ByOutcome { get; } = new long[Enum.GetValues<ItemOutcome>().Length];

    /// <summary>How many items stand so.</summary>
    /// <param name="outcome">The outcome.</param>
    public long Count(ItemOutcome outcome) => ByOutcome[(int)outcome];

    /// <summary>Reads journals, each once, and puts their lines together by time.</summary>
    /// <param name="journals">The files and what errors call them.</param>
    /// <param name="cancellationToken">Ends the reading, then and later.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.JournalNotReadable"/>; <see cref="Errors.ErrorId.JournalDamaged"/>, with the line's number.</exception>
    public static JournalReport Read(IEnumerable<(string Path, string Name)> journals, CancellationToken cancellationToken = default) =>
        new ReportBuilder([.. journals.DistinctBy(journal => Path.GetFullPath(journal.Path)).Select(journal => new JournalSource(journal.Path, journal.Name, cancellationToken))]).Build();

    /// <summary>The line that says how an item stands, of each item once, journal by journal. Reads the journals again, but nothing that was written to them since.</summary>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.JournalNotReadable"/>, <see cref="Errors.ErrorId.JournalDamaged"/>.</exception>
    public IEnumerable<JournalRecord> LatestRecords() => Latest().Select(one => one.Record);

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
