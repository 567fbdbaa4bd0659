using System.Management.Automation;
using CognitoUnlink.Journaling;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Reads what can be undone: records of a journal, results of Disable-CGIPProviderForUser, identities as they were; objects,
/// their deserialized forms, rows of CSV and JSON. Only names count, never types.
/// </summary>
internal static class PipelineUndo
{
    /// <summary>Why there is nothing to undo in it; null when there may be. Only what a run unlinked itself is undone.</summary>
    public static string? PassedOver(PSObject input) =>
        PipelineValue.Has(input, nameof(JournalRecord.Event)) ? Unless(input, nameof(JournalRecord.Event), JournalEvent.Unlinked)
        : PipelineValue.Has(input, nameof(UnlinkResult.Outcome)) ? Unless(input, nameof(UnlinkResult.Outcome), UnlinkOutcome.Unlinked)
        : null;

    // JSON holds enumerations as numbers unless asked otherwise.
    private static string? Unless<T>(PSObject input, string name, T wanted)
        where T : struct, Enum
    {
        var text = PipelineValue.Text(input, name);
        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && EqualityComparer<T>.Default.Equals(value, wanted)
            ? null
            : $"{name} is '{text}', not '{wanted}'";
    }
}
