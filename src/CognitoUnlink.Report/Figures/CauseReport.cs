using System.Text.RegularExpressions;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>Items with the same outcome for the same cause.</summary>
/// <param name="outcome">Their outcome.</param>
/// <param name="errorId">The error's stable id; null if the journal has none.</param>
/// <param name="words">The journal's text if it has no id, without names and values; otherwise null.</param>
/// <param name="example">The journal's text for one of them.</param>
public sealed class CauseReport(ItemOutcome outcome, string? errorId, string? words, string? example)
{
    /// <summary>Their outcome.</summary>
    public ItemOutcome Outcome { get; } = outcome;

    /// <summary>The error's stable id; null if the journal has none.</summary>
    public string? ErrorId { get; } = errorId;

    /// <summary>The journal's text if it has no id, without names and values; otherwise null.</summary>
    public string? Words { get; } = words;

    /// <summary>The journal's text for one of them.</summary>
    public string? Example { get; } = example;

    /// <summary>The number of items.</summary>
    public long Items { get; internal set; }

    /// <summary>The number of their users; items without a username are not counted.</summary>
    public long Users { get; internal set; }

    /// <summary>Its number in the data of the page.</summary>
    internal int Number { get; init; }
}

internal sealed partial class CauseList
{
    // Reasons without an id should differ only by what they quote. If there are more than this, the rest count as one.
    private const int Most = 60;

    private readonly OrderedDictionaryOf<CauseReport> _causes = new();

    public IReadOnlyList<CauseReport> All => _causes.All;

    public int IndexOf(ItemOutcome outcome, JournalRecord record)
    {
        var words = record.ErrorId is null && record.Reason is not null ? Quoted().Replace(record.Reason, "'…'") : null;
        if (All.Count >= Most && words is not null)
        {
            words = "other reasons";
        }

        return _causes.IndexOf(
            $"{outcome}\0{record.ErrorId}\0{words}",
            () => new CauseReport(outcome, record.ErrorId, words, record.Reason) { Number = All.Count });
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
