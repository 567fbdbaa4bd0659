using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed partial class TerminalTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(40, "list", "--local", "--users", "60")]
    [InlineData(60, "list", "--local", "--users", "60")]
    [InlineData(100, "list", "--local", "--users", "60")]
    [InlineData(60, "unlink", "--local", "--users", "60", "--all-providers", "--yes")]
    [InlineData(80, "unlink", "--local", "--users", "60", "--all-providers", "--yes")]
    [InlineData(60, "unlink", "--help")]
    [InlineData(80, "unlink", "--help")]
    public async Task No_line_is_wider_than_the_terminal(int columns, params string[] arguments)
    {
        var run = await TerminalRun.RunAsync(columns, null, arguments);

        Assert.Equal(arguments.Contains("--all-providers") ? 5 : 0, run.ExitCode);
        var lines = TerminalRun.Lines(run);
        Assert.True(lines.Length > 20, run.ToString());
        Assert.All(lines, line => Assert.InRange(TerminalRun.Cells(line), 1, columns));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    public async Task The_short_help_fits_the_width_of_the_terminal(int columns)
    {
        var run = await TerminalRun.RunAsync(columns, null);

        Assert.Equal(2, run.ExitCode);
        var lines = TerminalRun.Lines(run);
        Assert.True(lines.Length > 15, run.ToString());
        Assert.All(lines, line => Assert.InRange(TerminalRun.Cells(line), 1, columns));
    }

    [Fact]
    public async Task Examples_from_a_narrow_terminal_can_be_pasted()
    {
        var lines = TerminalRun.Lines(await TerminalRun.RunAsync(44, null, "unlink", "--help")).SkipWhile(line => line != "Examples:").Skip(1).ToList();

        Assert.True(lines.Count > 10);
        var isContinued = false;
        foreach (var line in lines)
        {
            Assert.True(isContinued || line.StartsWith("  # ", StringComparison.Ordinal) || line.StartsWith("  cognito-unlink ", StringComparison.Ordinal), line);
            isContinued = line.EndsWith('\\');
        }
    }

    [Fact]
    public async Task Outcomes_have_colors()
    {
        var run = await TerminalRun.RunAsync(120, null, "unlink", "--local", "--users", "60", "--provider", "Okta", "--yes");

        Assert.Contains("\e[32mUnlinked\e[0m ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\e[33mSkipped\e[0m ", run.Output, StringComparison.Ordinal);
        Assert.Contains("cognito-unlink: \e[31mWouldLockOut:\e[0m ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    [InlineData("NO_COLOR", "1", "--color", "auto")]
    [InlineData("CLICOLOR_FORCE", "1", "--color", "never")]
    public async Task Colors_can_be_turned_off(string name, string value, params string[] arguments)
    {
        var run = await TerminalRun.RunAsync(120, new() { [name] = value }, ["unlink", "--local", "--users", "60", "--provider", "Okta", "--yes", .. arguments]);

        Assert.Contains("Unlinked", run.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Color(), run.Output);
    }

    [Theory]
    [InlineData("CLICOLOR_FORCE", "1")]
    [InlineData("NO_COLOR", "1", "--color", "always")]
    public async Task Colors_can_be_forced_without_a_terminal_and_change_nothing_else(string name, string value, params string[] arguments)
    {
        string[] command = ["unlink", "--local", "--users", "60", "--provider", "Okta", "--what-if"];
        var plain = await Cli.RunAsync(command);
        var colored = await Cli.RunWithAsync(new() { [name] = value }, [.. command, .. arguments]);

        Assert.Contains("\e[36mWouldUnlink\e[0m ", colored.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Color(), plain.Output + plain.Error);
        Assert.Equal(plain.Output, Color().Replace(colored.Output, string.Empty));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task JSON_and_CSV_output_ignore_all_color_settings(string form)
    {
        string[] command = ["list", "--local", "--users", "60", "--output", form];
        var plain = WithoutTime(await Cli.RunAsync(command));

        Assert.True(plain.Length > 1000);
        Assert.Equal(plain, WithoutTime(await Cli.RunWithAsync(new() { ["CLICOLOR_FORCE"] = "1" }, [.. command, "--color", "always"])));
        Assert.Equal(plain, WithoutTime(await Cli.RunWithAsync(new() { ["NO_COLOR"] = "1" }, command)));
        var screen = await TerminalRun.RunAsync(60, null, [.. command, "--color", "always"]);
        Assert.DoesNotMatch(Color(), screen.Output);

        static string WithoutTime(ToolResult run) => Seconds().Replace(run.Output, string.Empty);
    }

    [Fact]
    public async Task Hostile_values_cannot_control_the_terminal_and_columns_stay_aligned()
    {
        string[] usernames = [new string('日', 40), string.Concat(Enumerable.Repeat(@"e\u0301", 40)), string.Concat(Enumerable.Repeat("😀", 30)), "日本", "한국어", "plain"];
        string[] subjects = [@"\u001b[2J\u001b]0;owned\u0007", @"\u009b31mred", @"abc\u202Edcba\u2066", @"line\nbreak\ttab\r", @"\u2028\u200B\uFEFFunseen", "日本日本日本日本日本日本日本"];
        var users = usernames.Zip(subjects, (name, subject) =>
            $$"""{"username":"{{name}}","identities":[{"providerName":"Okta","value":"{{subject}}"}]}""");
        using var server = _files.Start(string.Join(',', users));
        var pool = server.UserPool;

        var run = await TerminalRun.RunAsync(
            70,
            new() { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey, ["NO_COLOR"] = "1" },
            "list", "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--region", pool.Region);

        Assert.True(run.ExitCode == 0, run.ToString());
        var text = run.Output.Replace("\e[?1h\e=", string.Empty, StringComparison.Ordinal); // what .NET sends to any terminal first
        Assert.DoesNotMatch(@"[\x00-\x09\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028\u200B\uFEFF\u202E\u2066]", text);
        Assert.Contains("\uFFFD[2J", text, StringComparison.Ordinal);
        var rows = TerminalRun.Lines(run)[2..];
        Assert.Equal(usernames.Length, rows.Length);
        Assert.All(rows, row => Assert.InRange(TerminalRun.Cells(row), 1, 70));
        Assert.Single(rows.Select(row => TerminalRun.Cells(row[..row.IndexOf(" Okta ", StringComparison.Ordinal)])).Distinct());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Hostile_values_in_JSON_and_CSV_are_masked_on_a_terminal_but_kept_in_files(string form)
    {
        using var server = _files.Start("""{"username":"alice","identities":[{"providerName":"Okta","value":"a\u001b[2J\u009b31m\u202Edcba\u2066\u2028\u200B\uFEFFz"}]}""");
        var pool = server.UserPool;

        var run = await TerminalRun.RunAsync(
            200,
            new() { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey, ["NO_COLOR"] = "1" },
            "list", "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--region", pool.Region, "--output", form);
        var written = await Cli.RunAsync(pool, "list", "--output", form);

        Assert.True(run.ExitCode == 0, run.ToString());
        var text = run.Output.Replace("\e[?1h\e=", string.Empty, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[\x00-\x09\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028\u200B\uFEFF\u202E\u2066]", text);
        var value = form == "csv" ? written.Output : JsonDocument.Parse(written.Output).RootElement.GetProperty("items")[0].GetProperty("subject").GetString()!;
        Assert.Contains("a\e[2J\u009b31m\u202Edcba\u2066\u2028\u200B\uFEFFz", value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_cut_off_without_a_terminal()
    {
        var name = new string('x', 100);
        using var server = _files.Start($$"""{"username":"{{name}}","identities":[{"providerName":"Okta","value":"{{name}}"}]}""");

        var run = await Cli.RunAsync(server.UserPool, "list");

        Assert.Matches($"^{name} +CONFIRMED +Okta +Password +{name}$", run.Output.Split('\n')[2]);
    }

    [Fact]
    public async Task The_progress_bar_and_the_table_do_not_overwrite_each_other()
    {
        var run = await TerminalRun.RunAsync(70, new() { ["NO_COLOR"] = "1" }, "unlink", "--local", "--users", "60", "--all-providers", "--yes", "--requests-per-second", "15");

        Assert.Equal(5, run.ExitCode);
        Assert.Matches(@"\r((\[#*\.*\])? *\d+ % )?\d+ users, [\d.]+ a second", run.Output);
        var lines = run.Output.Split('\n').Select(line => TerminalLine(line.TrimEnd('\r'))).Where(line => line.Length > 0).ToList();
        Assert.All(lines, line => Assert.Matches(@"^(\e\[\?1h\e=)?(OUTCOME|-------|Unlinked|Skipped|AlreadyUnlinked|cognito-unlink: |  |\d+ unlinked, )", line));
    }

    /// <summary>What remains visible of a line.</summary>
    private static string TerminalLine(string line)
    {
        var seen = string.Empty;
        foreach (var part in line.Split('\r'))
        {
            seen = part + (seen.Length > part.Length ? seen[part.Length..] : string.Empty);
        }

        return seen.TrimEnd();
    }

    [GeneratedRegex(@"\e\[\d*m")]
    private static partial Regex Color();

    [GeneratedRegex("\"seconds\": *[0-9.]+")]
    private static partial Regex Seconds();
}
