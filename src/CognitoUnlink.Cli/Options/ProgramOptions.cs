using System.CommandLine;
using System.CommandLine.Help;
using CognitoUnlink.Cli.Help;

namespace CognitoUnlink.Cli.Options;

/// <summary>The options of the program itself.</summary>
internal static class ProgramOptions
{
    /// <summary>Words are taken as they are: a username may begin with @, which would otherwise name a file of words.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static void AddTo(RootCommand root, Option color)
    {
        root.Add(color);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ShowHelp();
        help.Description = "Show this help.";
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }
}
