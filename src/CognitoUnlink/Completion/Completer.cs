using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

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
