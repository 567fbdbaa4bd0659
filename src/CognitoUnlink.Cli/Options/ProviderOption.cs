using System.CommandLine;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--provider</c>, as often as wanted.</summary>
internal static class ProviderOption
{
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>("--provider") { HelpName = "NAME", Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value == ProviderUser.CognitoProvider))
            {
                result.AddError($"'{ProviderUser.CognitoProvider}' is the password sign-in, not an external one. Only the PowerShell module deactivates it: Disable-CGIPProviderForUser -UserPoolId ID -Username NAME -Native.");
                return;
            }

            try
            {
                _ = new ProviderFilter(result.Tokens.Select(token => token.Value));
            }
            catch (UnlinkException problem)
            {
                result.AddError($"{problem.Message} {Advice.For(problem.ErrorId)}");
            }
        });
        return option;
    }
}
