using System.CommandLine;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Options;

/// <summary><c>--column</c>, as often as wanted.</summary>
internal static class ColumnOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--column") { HelpName = "NAME=COLUMN", Description = "Take this column of the files for Username, ProviderName, Subject and so on: --column Username=login. Repeatable." };
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
