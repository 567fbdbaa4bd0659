using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Options;

namespace CognitoUnlink.Cli.Commands;

/// <summary><c>cognito-unlink completion</c>: the scripts by which shells complete the command line.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<Shell>("shell") { Description = "The shell." };
        var command = new HelpfulCommand("completion", "Writes the completion script for a shell. It completes commands, options, their values, and files.")
        {
            Examples =
            [
                new("bash: add this line to ~/.bashrc", "source <(cognito-unlink completion bash)"),
                new("zsh: add this line to ~/.zshrc, after compinit", "source <(cognito-unlink completion zsh)"),
                new("fish: run this once", "cognito-unlink completion fish > ~/.config/fish/completions/cognito-unlink.fish"),
                new("PowerShell: add this line to $PROFILE", "cognito-unlink completion pwsh | Out-String | Invoke-Expression"),
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

/// <summary><c>cognito-unlink complete</c>: what the completion scripts call.</summary>
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

/// <summary>What a word on the command line may become.</summary>
internal static class CommandCandidates
{
    /// <summary>Tells the shell to complete file names itself.</summary>
    public const string Files = ":files";

    /// <summary>The candidates, each followed by a tab and its description.</summary>
    /// <param name="root">The program.</param>
    /// <param name="words">The words after the program's name, up to the one to complete, which may be empty.</param>
    public static IEnumerable<string> For(RootCommand root, IReadOnlyList<string> words)
    {
        var word = words.Count > 0 ? words[^1] : string.Empty;
        string[] before = [.. words.SkipLast(1)];
        var parsed = root.Parse(before, ProgramOptions.Parsing);
        var command = parsed.CommandResult.Command;
        var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        if (equals > 0)
        {
            var name = word[..(equals + 1)];
            return ValueOf(command, word[..equals]).Select(value => value == Files ? value : name + value).Where(value => value == Files || Begins(value, word));
        }

        if (before.Length > 0 && Find(command, before[^1]) is { } awaiting && !HelpTopic.IsSwitch(awaiting))
        {
            return ValueOf(command, before[^1]).Where(value => value == Files || Begins(value, word));
        }

        var options = HelpTopic.Options(command)
            .Where(option => option.Arity.MaximumNumberOfValues > 1 || parsed.GetResult(option) is null or { Implicit: true })
            .Select(option => (option.Name, Text: HelpTopic.Summary(option)));
        var commands = HelpTopic.Commands(command).Select(sub => (sub.Name, Text: HelpTopic.Summary(sub)));
        var values = command.Arguments.Where(argument => !argument.Hidden).SelectMany(ValuesOf).ToList();
        if (!word.StartsWith('-') && values.Contains(Files))
        {
            return [Files];
        }

        var others = commands.Concat(values.Select(value => (Name: value, Text: string.Empty))).ToList();
        return (word.StartsWith('-') || others.Count == 0 ? options : others)
            .Where(candidate => Begins(candidate.Name, word))
            .Select(candidate => candidate.Text.Length == 0 ? candidate.Name : $"{candidate.Name}\t{candidate.Text}");
    }

    private static bool Begins(string candidate, string word) => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static Option? Find(Command command, string name) =>
        HelpTopic.Options(command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static IEnumerable<string> ValueOf(Command command, string name) => Find(command, name) switch
    {
        null => [],
        { HelpName: FileValue.Name } => [Files],
        { } option => HelpTopic.Values(option),
    };

    private static IEnumerable<string> ValuesOf(Argument argument) => HelpTopic.Label(argument).StartsWith(FileValue.Name, StringComparison.Ordinal) ? [Files] : HelpTopic.Values(argument);
}

internal enum Shell
{
    Bash,
    Zsh,
    Fish,
    Pwsh,
}
