using System.CommandLine;
using CognitoUnlink.Cli.Help;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink man</c>: the manual page.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var command = new HelpfulCommand("man", "Writes the manual page.")
        {
            Examples =
            [
                new("Read it", "cognito-unlink man | man -l -"),
                new("Install it", "cognito-unlink man > ~/.local/share/man/man1/cognito-unlink.1"),
            ],
        };
        command.SetAction(arguments => new ManPage(Console.Out).Write((RootCommand)arguments.RootCommandResult.Command));
        return command;
    }
}
