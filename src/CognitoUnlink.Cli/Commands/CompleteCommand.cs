using System.CommandLine;
using CognitoUnlink.Cli.Completion;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink complete</c>: what the completion scripts ask.</summary>
internal static class CompleteCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("words") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("complete") { words };
        command.Hidden = true;
        command.SetAction(arguments =>
        {
            foreach (var candidate in Candidates.For((RootCommand)arguments.RootCommandResult.Command, arguments.GetValue(words) ?? []))
            {
                Console.Out.WriteLine(candidate);
            }
        });
        return command;
    }
}
