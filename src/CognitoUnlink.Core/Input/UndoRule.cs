using CognitoUnlink.Journaling;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Input;

/// <summary>What an undo takes up: of records and results only those that a run unlinked itself; identities as they are.</summary>
public static class UndoRule
{
    /// <summary>Why there is nothing to undo in it; null when there may be.</summary>
    /// <param name="row">A record, a result or an identity.</param>
    public static string? PassedOver(IRow row) =>
        row.Has(nameof(JournalRecord.Event)) ? Unless(row, nameof(JournalRecord.Event), JournalEvent.Unlinked)
        : row.Has(nameof(UnlinkResult.Outcome)) ? Unless(row, nameof(UnlinkResult.Outcome), UnlinkOutcome.Unlinked)
        : null;

    // JSON holds enumerations as numbers unless asked otherwise.
    private static string? Unless<T>(IRow row, string name, T wanted)
        where T : struct, Enum
    {
        var text = row.Text(name);
        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && EqualityComparer<T>.Default.Equals(value, wanted)
            ? null
            : $"{name} is '{text}', not '{wanted}'";
    }
}
