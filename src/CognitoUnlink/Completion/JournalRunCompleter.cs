using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes runs of a journal.</summary>
internal sealed class JournalRunCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.Runs;
}
