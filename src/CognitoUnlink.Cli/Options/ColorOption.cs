using System.CommandLine;
using CognitoUnlink.Cli.Terminal;

namespace CognitoUnlink.Cli.Options;

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
