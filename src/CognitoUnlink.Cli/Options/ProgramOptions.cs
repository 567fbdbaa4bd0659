using System.CommandLine;
using System.CommandLine.Help;
using CognitoUnlink.Cli.Help;

namespace CognitoUnlink.Cli.Options;

/// <summary>The options of the program itself.</summary>
internal static class ProgramOptions
{
    public static void AddTo(RootCommand root, Option color)
    {
        root.Directives.Clear();
        root.Add(color);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ShowHelp();
        help.Description = "Show this help.";
        help.Aliases.Remove("-?");
        help.Aliases.Remove("/?");
        help.Aliases.Remove("/h");
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }
}
