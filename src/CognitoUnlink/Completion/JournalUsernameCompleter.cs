using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes users of a journal.</summary>
internal sealed class JournalUsernameCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.Usernames;
}
