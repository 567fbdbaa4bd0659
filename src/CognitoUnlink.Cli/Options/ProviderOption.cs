using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--provider</c>, as often as wanted.</summary>
internal static class ProviderOption
{
    public static Option<string[]> Create(string description) => new("--provider") { Description = description };
}
