using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public partial class HelpTests
{
    private const string FirstStep = "cognito-unlink unlink --local --provider Okta --what-if";

    [Fact]
    public async Task The_first_step_needs_no_account_and_works()
    {
        var help = await Cli.RunAsync("--help");
        Assert.Contains(FirstStep, help.Output, StringComparison.Ordinal);

        var run = await Cli.RunAsync(FirstStep.Split(' ')[1..]);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("WouldUnlink", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_a_short_help_is_shown_and_the_exit_code_is_2()
    {
        var run = await Cli.RunAsync();

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains(FirstStep, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Error", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_for_each_command_has_examples_with_existing_options_and_fits_80_columns()
    {
        var commands = await CommandsAsync();
        Assert.Superset(new HashSet<string> { "list", "unlink", "relink", "serve", "completion", "man" }, commands.ToHashSet());
        var helps = new Dictionary<string, string>();
        foreach (var command in commands)
        {
            helps[command] = (await Cli.RunAsync(command, "--help")).Output;
        }

        foreach (var (command, help) in helps.Append(new(string.Empty, (await Cli.RunAsync("--help")).Output)))
        {
            Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
            var examples = Example().Matches(Unfolded(help)).Select(match => match.Value).ToList();
            Assert.True(examples.Count > 0, $"{command}: {help}");
            foreach (var example in examples)
            {
                var named = example.Split(' ')[1];
                Assert.All(Option().Matches(example).Select(match => match.Value), option => Assert.Matches($@"(?m)^  (-\w, )?(--dry-run, )?{option}\b", helps[named]));
            }
        }
    }

    [Fact]
    public async Task The_version_matches_the_module_version()
    {
        var manifest = await File.ReadAllTextAsync(Repository.PathOf("CognitoUnlink.psd1"));

        Assert.Contains($"'{(await Cli.RunAsync("--version")).Output.Trim()}'", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unlink --help", "help", "unlink")]
    [InlineData("--help", "help")]
    [InlineData("--version", "version")]
    [InlineData("list --local --users 5 --output csv", "list", "--local", "--users", "5", "-o", "csv")]
    public async Task Spellings_that_are_common_in_other_programs_are_understood(string means, params string[] typed)
    {
        var (one, other) = (await Cli.RunAsync(typed), await Cli.RunAsync(means.Split(' ')));

        Assert.Equal((0, other.Output), (one.ExitCode, one.Output));
    }

    [Fact]
    public async Task Short_options_are_understood()
    {
        var run = await Cli.RunAsync("unlink", "--local", "--users", "20", "--provider", "Okta", "--maximum-change", "1", "-y", "-v", "-o", "json");
        var rehearsal = await Cli.RunAsync("unlink", "--local", "--users", "20", "--provider", "Okta", "--dry-run", "-o", "json");

        Assert.Contains("\"outcome\": \"Unlinked\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("request id", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"WouldUnlink\"", rehearsal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"outcome\": \"Unlinked\"", rehearsal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean unlink?", "unlnk")]
    [InlineData("Did you mean list?", "lsit")]
    [InlineData("There is no command lst. Did you mean list?", "lst", "--local")]
    [InlineData("'Cognito' is the password sign-in, not an external one.", "unlink", "--local", "--provider", "Cognito", "--yes")]
    [InlineData("Did you mean --provider?", "list", "--local", "--provder", "Okta")]
    [InlineData("--user-pool-id or --users or --username?", "list", "--user", "3")]
    [InlineData("list has no option --sign-out. Only unlink has it.", "list", "--local", "--sign-out")]
    [InlineData("unlink has no option --force. Use --yes.", "unlink", "--local", "--provider", "Okta", "--force")]
    [InlineData("unlink has no option --provider-name. Use --provider.", "unlink", "--local", "--provider-name", "Okta")]
    [InlineData("unlink has no option -WhatIf. Use --what-if.", "unlink", "--local", "--provider", "Okta", "-WhatIf")]
    [InlineData("unlink has no option -yv.", "unlink", "--local", "--provider", "Okta", "-yv")]
    [InlineData("--output takes table, json or csv, not jsn. Did you mean json?", "list", "--local", "--output", "jsn")]
    [InlineData("Did you mean zsh?", "completion", "zhs")]
    [InlineData("--users takes a number, not many.", "list", "--local", "--users", "many")]
    [InlineData("--color takes auto, always or never, not purple.", "--color", "purple")]
    public async Task Mistyped_arguments_get_a_helpful_message(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_resembles_no_command_gets_no_suggestion()
    {
        var run = await Cli.RunAsync("frobnicate");

        Assert.Contains("There is no command frobnicate.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name it with --profile", "list", "--user-pool-id", "eu-west-1_abc")]
    [InlineData("list-user-pools", "list", "--user-pool-id", "abc")]
    [InlineData("AWS_REGION", "list", "--user-pool-id", "local_abc")]
    [InlineData("list-profiles", "list", "--user-pool-id", "eu-west-1_abc", "--profile", "nobody")]
    public async Task A_failed_first_step_shows_the_next_step_and_how_to_continue_without_an_account(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"\n  Without an AWS account: {FirstStep}\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("-ProfileName", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The commands that the help shows.</summary>
    internal static async Task<IReadOnlyList<string>> CommandsAsync()
    {
        var help = (await Cli.RunAsync("--help")).Output;
        return [.. Name().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..help.IndexOf("Options:", StringComparison.Ordinal)]).Select(match => match.Value)];
    }

    private static string Unfolded(string help) => help.Replace(" \\\n      ", " ", StringComparison.Ordinal);

    [GeneratedRegex(@"(?m)(?<=^  )[a-z]+(?=  )")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?m)(?<=^  (source <\()?)cognito-unlink [a-z]+\b.*$")]
    private static partial Regex Example();

    [GeneratedRegex(@"(?<= )--[a-z-]+")]
    private static partial Regex Option();
}
