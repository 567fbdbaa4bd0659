using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CognitoUnlink.Completion;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes an argument. What goes wrong is no suggestion, and never an error.</summary>
internal abstract class Completer : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(new CommandLine(commandName, wordToComplete, fakeBoundParameters))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>What the word at the cursor can become.</summary>
    private protected abstract IEnumerable<CompletionResult> Complete(CommandLine line);
}

/// <summary>Completes an argument to one of some values, quoted where PowerShell wants it.</summary>
internal abstract class ValueCompleter : Completer
{
    /// <summary>The values that the word at the cursor can become.</summary>
    private protected abstract IEnumerable<Candidate> Find(CommandLine line);

    // What cannot be shown as it is cannot be completed either: the word at the prompt would steer the terminal.
    private protected sealed override IEnumerable<CompletionResult> Complete(CommandLine line) =>
        Find(line)
            .Where(found => Printable.Of(found.Value) == found.Value)
            .Select(found => new CompletionResult(line.Word.Write(found.Value), found.Value, CompletionResultType.ParameterValue, Printable.Of(found.ToolTip)));
}
