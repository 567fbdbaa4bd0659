using System.CommandLine.Parsing;
using System.CommandLine;

namespace CognitoUnlink.Cli.Options;

/// <summary>Reads options inside validators, where a value may be missing.</summary>
internal static class GivenValue
{
    /// <summary>The option's value, or the default when it is missing or cannot be read; the parser tells of that itself.</summary>
    public static T? Given<T>(this CommandResult result, Option<T> option)
    {
        try
        {
            return result.GetValue(option);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>Whether the option was given, with a value or without.</summary>
    public static bool Has(this CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
