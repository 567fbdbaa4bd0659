using System.Management.Automation;

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
