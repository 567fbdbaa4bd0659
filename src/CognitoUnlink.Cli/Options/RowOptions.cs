using System.CommandLine;
using System.Globalization;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--from</c>, which may be repeated.</summary>
internal static class FromOption
{
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>("--from") { HelpName = FileValue.Name, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count(token => token.Value == RowFile.Stdin) > 1)
            {
                result.AddError("--from - can be given only once.");
            }
        });
        return option;
    }
}

/// <summary><c>--column</c>, which may be repeated.</summary>
internal static class ColumnOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--column") { HelpName = "NAME=COLUMN", Description = "Use this column of the files as Username, ProviderName, Subject and so on: --column Username=login. Repeatable." };
        option.Validators.Add(result =>
        {
            try
            {
                _ = ColumnMap.Parse(result.Tokens.Select(token => token.Value));
            }
            catch (UnlinkException problem)
            {
                result.AddError(problem.Message);
            }
        });
        return option;
    }

    public static ColumnMap Map(ParseResult arguments, Option<string[]> option) => ColumnMap.Parse(arguments.GetValue(option) ?? []);
}

/// <summary><c>--shard</c>, for work that is split among several processes.</summary>
internal static class ShardOption
{
    public static Option<Shard?> Create() => new("--shard")
    {
        HelpName = "K/N",
        Description = "Only the K-th of N shards. All of a user's identities are in one shard, the same on every machine. Unless --requests-per-second is given, its default is divided by N.",
        CustomParser = result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
            if (!Shard.TryParse(text, out var shard))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--shard takes K/N, for instance 2/4: K from 1 to N, N up to {Shard.Most}; not {text}."));
            }

            return shard;
        },
    };

    public static void GoesWithout(Command command, Option<Shard?> shard, Option other) => command.Validators.Add(result =>
    {
        if (result.Has(shard) && result.Has(other))
        {
            result.AddError($"--shard selects a part of the whole pool and cannot be combined with {other.Name}.");
        }
    });
}

/// <summary><c>--provider</c>, which may be repeated.</summary>
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
