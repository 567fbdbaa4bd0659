using System.CommandLine;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Options;

/// <summary>The form of what is written to stdout.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat> Create() =>
        new("--output") { Description = "How to write the result.", DefaultValueFactory = _ => OutputFormat.Table };
}
