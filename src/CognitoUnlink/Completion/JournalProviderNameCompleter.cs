using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes providers of a journal.</summary>
internal sealed class JournalProviderNameCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.ProviderNames;
}
