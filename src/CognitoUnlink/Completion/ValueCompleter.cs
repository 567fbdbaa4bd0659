using System.Management.Automation;
using CognitoUnlink.Completion;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes an argument to one of some values, quoted where PowerShell wants it.</summary>
internal abstract class ValueCompleter : Completer
{
    /// <summary>The values that the word at the cursor can become.</summary>
    private protected abstract IEnumerable<Candidate> Find(CommandLine line);

    private protected sealed override IEnumerable<CompletionResult> Complete(CommandLine line) =>
        Find(line).Select(found => new CompletionResult(line.Word.Write(found.Value), found.Value, CompletionResultType.ParameterValue, found.ToolTip));
}
