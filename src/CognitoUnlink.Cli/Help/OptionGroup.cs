using System.CommandLine;

namespace CognitoUnlink.Cli.Help;

/// <summary>Options that belong together.</summary>
internal sealed record OptionGroup(string Heading, IReadOnlyList<Option> Options);
