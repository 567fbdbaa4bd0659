using System.CommandLine;
using System.CommandLine.Invocation;

namespace CognitoUnlink.Cli.Help;

/// <summary>A command whose help has examples, and options under headings.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does; the first sentence appears in lists of commands.</param>
internal sealed class HelpfulCommand(string name, string description) : Command(name, description)
{
    private readonly List<OptionGroup> _groups = [];

    public IReadOnlyList<CommandExample> Examples { get; init; } = [];

    /// <summary>What follows the command's name in its usage line; if null, its arguments and [OPTIONS].</summary>
    public string? Usage { get; init; }

    public IReadOnlyList<OptionGroup> Groups => _groups;

    public void Add(string heading, params Option[] options)
    {
        foreach (var option in options)
        {
            Add(option);
            RefuseEmpty(option);
        }

        _groups.Add(new OptionGroup(heading, options));
    }

    // An unset variable must not act like an option that was left out: it could mean another account or another endpoint.
    private static void RefuseEmpty(Option option)
    {
        if (!HelpTopic.IsSwitch(option))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                {
                    result.AddError($"{option.Name} is empty. Check the variable that it comes from.");
                }
            });
        }
    }
}

internal sealed class ShowHelp : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        HelpPage.OnStdout.Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }
}

internal sealed record OptionGroup(string Heading, IReadOnlyList<Option> Options);
