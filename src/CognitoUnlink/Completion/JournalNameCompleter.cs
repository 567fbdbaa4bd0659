using CognitoUnlink.Completion;
using CognitoUnlink.Identities;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names that are in the journal of the command line. A pattern is left alone, and a name is one that matches itself only.</summary>
internal abstract class JournalNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CommandLine line) =>
        line.Text("Path") is { } path
        && !ProviderPattern.HasWildcards(line.Word.Text)
        && Lookups.Journal(line.Session.Path.GetUnresolvedProviderPathFromPSPath(path)) is { } names
            ? Candidates.OfJournal(NamesOf(names), line.Word.Text).Select(found => found with { Value = ProviderPattern.Escape(found.Value) })
            : [];

    /// <summary>The names that count.</summary>
    private protected abstract IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names);
}
