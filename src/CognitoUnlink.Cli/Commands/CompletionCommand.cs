using System.CommandLine;
using CognitoUnlink.Cli.Help;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink completion</c>: the scripts with which shells complete the command line.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<Shell>("shell") { Description = "The shell." };
        var command = new HelpfulCommand("completion", "Writes the script for completion in a shell. It completes commands, options, their values, and files.")
        {
            Examples =
            [
                new("bash: a line of ~/.bashrc", "source <(cognito-unlink completion bash)"),
                new("zsh: a line of ~/.zshrc, behind compinit", "source <(cognito-unlink completion zsh)"),
                new("fish: once", "cognito-unlink completion fish > ~/.config/fish/completions/cognito-unlink.fish"),
                new("PowerShell: a line of $PROFILE", "cognito-unlink completion pwsh | Out-String | Invoke-Expression"),
            ],
        };
        command.Add(shell);
        command.SetAction(arguments => Write(arguments.GetValue(shell)));
        return command;
    }

    private static void Write(Shell shell)
    {
        var name = $"cognito-unlink.{shell.ToString().ToLowerInvariant()}";
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(name)!);
        Console.Out.Write(script.ReadToEnd());
    }
}

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
            foreach (var candidate in CommandCandidates.For((RootCommand)arguments.RootCommandResult.Command, arguments.GetValue(words) ?? []))
            {
                Console.Out.WriteLine(candidate);
            }
        });
        return command;
    }
}
