using System.CommandLine;
using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Running;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Options;

/// <summary>The options that decide whether to change anything, and whether to ask first.</summary>
/// <param name="from">Where rows come from, which may be stdin; null where there are none.</param>
internal sealed class ConsentOptions(Option<string[]>? from = null)
{
    public Option<bool> WhatIf { get; } = new("--what-if", "--dry-run") { Description = "Show what would happen and change nothing." };

    public Option<bool> Yes { get; } = CreateYes();

    public Option<TimeSpan?> StopAfter { get; } = CreateStopAfter();

    public Option<bool> NoCallerIdentity { get; } = new("--no-caller-identity") { Description = "Do not call AWS to find out who you are. The journal then records the user of the operating system." };

    /// <summary>Adds these options, and others about changing things safely.</summary>
    public void AddTo(HelpfulCommand command, params Option[] others)
    {
        command.Add("How to change it", [WhatIf, Yes, .. others, StopAfter, NoCallerIdentity]);
        command.Validators.Add(result =>
        {
            var readsStdin = from is not null && result.Given(from)?.Contains(RowFile.Stdin) == true;
            if (!result.Given(WhatIf) && !result.Given(Yes) && (readsStdin || Console.IsInputRedirected))
            {
                result.AddError("Cannot ask for confirmation: standard input is not a terminal. Add --yes to go ahead, or --what-if to see what would happen.");
            }
        });
    }

    /// <summary>The options of a run, with these options applied.</summary>
    public RunOptions Apply(ParseResult arguments, RunOptions options) =>
        options with { StopAfter = arguments.GetValue(StopAfter), NoCallerIdentity = arguments.GetValue(NoCallerIdentity) };

    /// <summary>The settings of a run for its journal, with these options applied.</summary>
    public RunSettings Apply(ParseResult arguments, RunSettings settings) => settings with { StopAfterSeconds = arguments.GetValue(StopAfter)?.TotalSeconds };

    /// <summary><c>--yes</c>.</summary>
    public static Option<bool> CreateYes() => new("--yes", "-y") { Description = "Do not ask for confirmation." };

    private static Option<TimeSpan?> CreateStopAfter() => new("--stop-after")
    {
        HelpName = "TIME",
        Description = "Stop within this time, for instance 25m. The next run does the rest; the exit code is then 4.",
        CustomParser = result =>
        {
            if (Duration.Parse(result.Tokens[0].Value) is { } time)
            {
                return time;
            }

            result.AddError($"--stop-after '{Printable.Of(result.Tokens[0].Value)}' is not a duration between 1 second and 30 days. {Duration.Forms}");
            return null;
        },
    };

    /// <summary>Asks for consent, unless it was given on the command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="cancellationToken">Cancels the waiting for an answer.</param>
    /// <returns>False if nothing is to be done, which has been reported.</returns>
    public async Task<bool> IsGivenAsync(ParseResult arguments, string question, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(WhatIf) || arguments.GetValue(Yes))
        {
            return true;
        }

        if (await ConfirmAsync($"{question} (--what-if shows what would happen.)", cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        Console.Error.WriteLine("Nothing was changed.");
        return false;
    }

    /// <summary>The users that a question is about, in words.</summary>
    /// <param name="usernames">The named users; empty for all.</param>
    /// <param name="files">The files that name them; null or empty for the pool.</param>
    /// <param name="all">The text for all users.</param>
    public static string Users(string[] usernames, string[]? files, string all)
    {
        const int Most = 3;
        var named = files is { Length: > 0 } ? string.Join(", ", files) : null;
        var who = usernames.Length switch
        {
            0 => named is null ? all : $"the users in {named}",
            1 => $"user '{usernames[0]}'",
            <= Most => $"users {string.Join(", ", usernames.Select(name => $"'{name}'"))}",
            _ => $"{usernames.Length} users ('{usernames[0]}', '{usernames[1]}', …)",
        };
        return usernames.Length > 0 && named is not null ? $"{who} (named in {named})" : who;
    }

    /// <summary>Asks about a journal that does not say where it was made, unless --yes is given.</summary>
    public Func<string, Task<bool>> ForPlace(ParseResult arguments, CancellationToken cancellationToken) =>
        question => arguments.GetValue(Yes) ? Task.FromResult(true) : ConfirmAsync(question, cancellationToken);

    // Reading a line cannot be cancelled, so the read is abandoned.
    /// <summary>Asks a yes-or-no question.</summary>
    public static async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        Console.Error.Write($"{Printable.Of(question)} [y/N] ");
        var answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
