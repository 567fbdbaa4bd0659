using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CognitoUnlink.Calling;

namespace CognitoUnlink.Cli.Options;

/// <summary>Options with a number between bounds.</summary>
internal static class NumberOption
{
    public static Option<int> Users() => Create("--users", "Users to generate.", 200, 0, 10_000_000);

    public static Option<int> Seed() => Create("--seed", "The same seed and number of users give the same pool.", 1, int.MinValue, int.MaxValue);

    public static Option<int> Port() => Create("--port", "The port on 127.0.0.1. Default: a free one.", 0, 0, 65535);

    public static Option<int> ThrottleLimit(string description = "How many identities to process at once.") => Create("--throttle-limit", description, 16, 1, 256);

    public static Option<int?> MaximumChange(string description) => Bounded(new Option<int?>("--maximum-change") { HelpName = "N", Description = description }, 0, int.MaxValue);

    public static Option<double> RequestsPerSecond(QuotaCategory quota, double otherwise = RequestPace.DefaultRequestsPerSecond)
    {
        const double Least = 0.1;
        const double Most = 10_000;
        var option = new Option<double>("--requests-per-second")
        {
            HelpName = "N",
            Description = $"{quota} requests a second; other requests use the same share of their quota. Without this option, a local user pool has no limit.",
            DefaultValueFactory = _ => otherwise,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => double.TryParse(token.Value, CultureInfo.InvariantCulture, out var given) && given is not (>= Least and <= Most)))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a number from {Least} to {Most}."));
            }
        });
        return option;
    }

    private static Option<int> Create(string name, string description, int value, int least, int most) =>
        Bounded(new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => value }, least, most);

    private static Option<T> Bounded<T>(Option<T> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => int.TryParse(token.Value, CultureInfo.InvariantCulture, out var given) && (given < least || given > most)))
            {
                result.AddError($"{option.Name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }
}

/// <summary><c>--parallel</c>, which is for whole pools.</summary>
internal static class ParallelOption
{
    public static Option<bool> Create() =>
        new("--parallel") { Description = "Read the pool in 16 parts at once, in no particular order; faster for large pools." };

    public static void GoesWithout(Command command, Option<bool> parallel, params Option[] others) => command.Validators.Add(result =>
    {
        if (result.Given(parallel) && others.FirstOrDefault(result.Has) is { } other)
        {
            result.AddError($"--parallel reads the whole pool and cannot be combined with {other.Name}.");
        }
    });
}

/// <summary>Reads options in validators, where values may be missing.</summary>
internal static class GivenValue
{
    /// <summary>The option's value, or the default if it is missing or unreadable, which the parser reports itself.</summary>
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

/// <summary>The placeholder for a file name. Completion offers file names wherever help says this.</summary>
internal static class FileValue
{
    public const string Name = "FILE";
}
