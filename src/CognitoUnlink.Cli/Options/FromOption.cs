using System.CommandLine;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--from</c>, as often as wanted.</summary>
internal static class FromOption
{
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>("--from") { HelpName = FileValue.Name, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count(token => token.Value == RowFile.Stdin) > 1)
            {
                result.AddError("--from - can be given once only.");
            }
        });
        return option;
    }

    /// <summary>Whether it is known which pool each row is of; what is amiss is told.</summary>
    public static bool SaysPool(RowFiles? files, PoolSession session)
    {
        if (session.IsPoolGiven || files?.LacksPool is not { } file)
        {
            return true;
        }

        Messages.WriteUsage($"Give --user-pool-id ID, since {file} has no column UserPoolId.");
        return false;
    }
}
