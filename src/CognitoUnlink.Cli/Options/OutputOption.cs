using System.CommandLine;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Options;

/// <summary>The form of what is written to stdout.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat> Create() =>
        new("--output") { Description = "How to write the result.", DefaultValueFactory = _ => OutputFormat.Table };
}

/// <summary><c>--color</c>, which every command takes.</summary>
internal static class ColorOption
{
    public static Option<ColorChoice> Create() => new("--color")
    {
        Description = "When to write in colour. JSON and CSV never are.",
        DefaultValueFactory = _ => ColorChoice.Auto,
        Recursive = true,
    };
}
