using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--username</c>, as often as wanted.</summary>
internal static class UsernameOption
{
    public static Option<string[]> Create(string description = "Only this user; repeatable. The whole pool unless given.") =>
        new("--username") { HelpName = "NAME", Description = description };
}
