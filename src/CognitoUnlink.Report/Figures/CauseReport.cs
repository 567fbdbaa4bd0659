using System.Text.RegularExpressions;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>Items that came to the same end for the same cause.</summary>
/// <param name="outcome">How they ended.</param>
/// <param name="errorId">The error's stable id; null where the journal has none.</param>
/// <param name="words">What the journal says where it has no id, without names and values; else null.</param>
/// <param name="example">What it says of one of them.</param>
public sealed class CauseReport(ItemOutcome outcome, string? errorId, string? words, string? example)
{
    /// <summary>How they ended.</summary>
    public ItemOutcome Outcome { get; } = outcome;

    /// <summary>The error's stable id; null where the journal has none.</summary>
    public string? ErrorId { get; } = errorId;

    /// <summary>What the journal says where it has no id, without names and values; else null.</summary>
    public string? Words { get; } = words;

    /// <summary>What it says of one of them.</summary>
    public string? Example { get; } = example;

    /// <summary>How many items.</summary>
    public long Items { get; internal set; }

    /// <summary>Of how many users; items without a username are not among them.</summary>
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
