using System.CommandLine;
using System.Globalization;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli.Options;

/// <summary>Options with a number between bounds.</summary>
internal static class NumberOption
{
    public static Option<int> Users() => Create("--users", "Users to generate.", 200, 0, 10_000_000);

    public static Option<int> Seed() => Create("--seed", "The same seed and number of users give the same pool.", 1, int.MinValue, int.MaxValue);

    public static Option<int> Port() => Create("--port", "The port on 127.0.0.1; a free one unless given.", 0, 0, 65535);

    public static Option<int> ThrottleLimit() => Create("--throttle-limit", "How many identities are worked on at once.", 16, 1, 256);

    public static Option<double> RequestsPerSecond(QuotaCategory quota)
    {
        const double Least = 0.1;
        const double Most = 10_000;
        var option = new Option<double>("--requests-per-second")
        {
            HelpName = "N",
            Description = $"{quota} requests a second; other requests keep to the same share of their quota. With --local there is no limit unless it is given.",
            DefaultValueFactory = _ => RequestPace.DefaultRequestsPerSecond,
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

    private static Option<int> Create(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => int.TryParse(token.Value, CultureInfo.InvariantCulture, out var given) && (given < least || given > most)))
            {
                result.AddError($"{name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }
}
