using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--username</c>, as often as wanted.</summary>
internal static class UsernameOption
{
    public static Option<string[]> Create() => new("--username") { Description = "Only this user; repeatable. The whole pool unless given." };
}
