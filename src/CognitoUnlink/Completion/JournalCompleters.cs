using System.Management.Automation;
using CognitoUnlink.Completion;
using CognitoUnlink.Identities;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes paths as PowerShell does, what is called like a journal first.</summary>
internal sealed class JournalPathCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(CommandLine line) =>
        CompletionCompleters.CompleteFilename(line.Word.Written)
            .OrderBy(path => path.ListItemText.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .Select(path => Literal(path, line.Word));

    // PowerShell escapes wildcards in paths, and our parameters take paths as they are.
    private static CompletionResult Literal(CompletionResult path, TypedWord word) =>
        TypedWord.Read(path.CompletionText) is { } text && WildcardPattern.Unescape(text) is var literal && literal != text
            ? new CompletionResult(word.Write(literal), path.ListItemText, path.ResultType, path.ToolTip)
            : path;
}

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

/// <summary>Completes providers of a journal.</summary>
internal sealed class JournalProviderNameCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.ProviderNames;
}

/// <summary>Completes runs of a journal.</summary>
internal sealed class JournalRunCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.Runs;
}

/// <summary>Completes users of a journal.</summary>
internal sealed class JournalUsernameCompleter : JournalNameCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string?>> NamesOf(JournalNames names) => names.Usernames;
}
