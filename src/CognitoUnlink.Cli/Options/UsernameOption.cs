using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--username</c>, as often as wanted.</summary>
internal static class UsernameOption
{
    public static Option<string[]> Create(string description = "Only this user; repeatable. The whole pool unless given.")
    {
        var option = new Option<string[]>("--username") { HelpName = "NAME", Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("--username is empty. Look at the variable that it comes from.");
            }
        });
        return option;
    }
}
