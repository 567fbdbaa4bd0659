using System.CommandLine;
using System.CommandLine.Help;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Options;

/// <summary>The options of the program itself.</summary>
internal static class ProgramOptions
{
    /// <summary>
    /// Words are taken literally: a username may begin with @, which would otherwise name a response file, and -yes is not a list of short options.
    /// </summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>The words of the command line, with <c>help COMMAND</c> turned into an option.</summary>
    public static string[] Words(string[] typed) => typed is ["help", .. var command] ? [.. command, "--help"] : typed;

    public static void AddTo(RootCommand root, Option color)
    {
        root.Add(color);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ShowHelp();
        help.Description = "Show this help.";
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }
}

/// <summary>The format of the output on stdout.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat> Create() =>
        new("--output", "-o") { Description = "How to write the result.", DefaultValueFactory = _ => OutputFormat.Table };
}

/// <summary><c>--color</c>, which every command takes.</summary>
internal static class ColorOption
{
    public static Option<ColorChoice> Create() => new("--color")
    {
        Description = "When to write in color. JSON and CSV are never colored.",
        DefaultValueFactory = _ => ColorChoice.Auto,
        Recursive = true,
    };
}

/// <summary><c>--behavior</c>: how a local pool answers where the service's behavior is not documented.</summary>
internal static class BehaviorOption
{
    public static Option<string?> Create(string description) => new("--behavior") { HelpName = FileValue.Name, Description = description };
}
