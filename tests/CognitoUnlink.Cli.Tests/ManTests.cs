using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed partial class ManTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("man", "--warnings", "-l")]
    [InlineData("groff", "-man", "-ww", "-Tutf8", "-z")]
    [InlineData("mandoc", "-Tlint", "-Wwarning")]
    public async Task The_man_page_is_processed_without_warnings(string program, params string[] arguments)
    {
        Skip.Unless(Tool.Works("sh", "-c", $"command -v {program}"), $"{program} is not on PATH.");
        var page = _files.Write("cognito-unlink.1", await Cli.RunAsync("man"));

        var run = await Tool.RunAsync(program, [.. arguments, page], new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8", ["MANWIDTH"] = "80" });

        var messages = string.Join('\n', (program == "mandoc" ? run.Output : run.Error).Split('\n').Where(line => line.Length > 0));
        Assert.True(messages.Length == 0, messages);
        if (program == "man")
        {
            Assert.Contains("EXIT STATUS", run.Output, StringComparison.Ordinal);
            Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        }
    }

    [Fact]
    public async Task The_man_page_has_a_date_which_SOURCE_DATE_EPOCH_can_set()
    {
        Assert.Matches(@"^\.TH COGNITO\\-UNLINK 1 ""\d{4}-\d\d-\d\d"" ", (await Cli.RunAsync("man")).Output);
        Assert.StartsWith(@".TH COGNITO\-UNLINK 1 ""2026-03-29"" ", (await Cli.RunWithAsync(new() { ["SOURCE_DATE_EPOCH"] = "1774742400" }, "man")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_man_page_has_every_command_and_option_from_the_help()
    {
        var page = (await Cli.RunAsync("man")).Output.Replace(@"\-", "-", StringComparison.Ordinal);

        Assert.All(
            ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"],
            section => Assert.Contains($"\n.SH {section}\n", page, StringComparison.Ordinal));
        foreach (var command in await HelpTests.CommandsAsync())
        {
            var start = page.IndexOf($".SS \"cognito-unlink {command}\"", StringComparison.Ordinal);
            Assert.True(start > 0, command);
            var part = page[start..page.IndexOf("\n.S", start, StringComparison.Ordinal)];
            var options = Option().Matches((await Cli.RunAsync(command, "--help")).Output).Select(match => match.Value).Except(["--help", "--color"]).ToList();
            Assert.All(options, option => Assert.Matches($@"\n\.B (-\w, )?{option}\b", part));
        }
    }

    [GeneratedRegex(@"(?m)(?<=^  (-\w, )?)--[a-z-]+")]
    private static partial Regex Option();
}
