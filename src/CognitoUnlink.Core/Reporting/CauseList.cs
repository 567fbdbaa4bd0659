using System.Text.RegularExpressions;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>The causes, in the order in which they came.</summary>
internal sealed partial class CauseList
{
    // Reasons without an id differ by what they quote; should they differ otherwise, the rest are one.
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
