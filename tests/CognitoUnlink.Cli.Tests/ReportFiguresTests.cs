using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Every number in a report is counted again by a program that shares no code with it: report_figures.py, which reads the journals and the page.</summary>
public sealed class ReportFiguresTests : IDisposable
{
    private static readonly Lazy<bool> s_hasPython = new(() => Tool.Works("python3", "--version"));

    // The fields that later versions added.
    private static readonly string[] s_later = ["settings", "totals", "place", "format", "caller", "errorId", "throttled", "signInAfterUnlink", "recovery", "sub"];

    private static readonly string s_script = Repository.PathOf("tests", "CognitoUnlink.Cli.Tests", "report_figures.py");

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static ILocalUserPoolServer Start() => new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 200 });

    private static Task<ToolResult> UnlinkAsync(ILocalUserPoolServer server, string journal, params string[] arguments) =>
        Cli.RunAsync(server.UserPool, ["unlink", "--provider", "Okta", "--yes", "--journal", journal, .. arguments]);

    private async Task AssertFiguresAsync(params string[] journals)
    {
        Skip.Unless(s_hasPython.Value, "python3 is not on PATH.");
        var page = _files.PathOf("report.html");
        var report = await Cli.RunAsync(["report", .. journals, "--out", page]);
        Assert.True(report.ExitCode == 0, report.ToString());

        var compared = await Tool.RunAsync("python3", ["-X", "utf8", s_script, page, .. journals]);

        Assert.True(compared.ExitCode == 0, compared.ToString());

        // The script would also report a single wrong number.
        var (text, number) = (await File.ReadAllTextAsync(page), 0);
        await File.WriteAllTextAsync(page, Regex.Replace(text, "(?<=data-way=\"AsBefore\">)[0-9,]+", match => number++ == 0 ? $"{match.Value}1" : match.Value));
        Assert.Equal(1, number);
        Assert.Equal(1, (await Tool.RunAsync("python3", ["-X", "utf8", s_script, page, .. journals])).ExitCode);
    }

    [Fact]
    public async Task The_figures_are_right_for_a_run_with_faults()
    {
        using var server = Start();
        server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", Every = 5, ErrorCode = "TooManyRequestsException" });
        server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", Every = 9, ErrorCode = "NotAuthorizedException" });
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", Every = 31, ErrorCode = "NotAuthorizedException" });
        var journal = _files.PathOf("faults.jsonl");
        await UnlinkAsync(server, journal, "--allow-no-recovery");

        await AssertFiguresAsync(journal);
    }

    [Fact]
    public async Task The_figures_are_right_for_a_run_and_its_undo()
    {
        using var server = Start();
        var journal = _files.PathOf("undo.jsonl");
        await UnlinkAsync(server, journal, "--allow-lockout");
        server.AddFault(new LocalUserPoolFault { Operation = "AdminLinkProviderForUser", Every = 6, ErrorCode = "InvalidParameterException" });
        await Cli.RunAsync(server.UserPool, "relink", "--from", journal, "--journal", journal, "--yes");

        await AssertFiguresAsync(journal);
    }

    [Fact]
    public async Task The_figures_are_right_for_a_run_that_was_resumed()
    {
        using var server = Start();
        var journal = _files.PathOf("resume.jsonl");
        await UnlinkAsync(server, journal, "--maximum-change", "20");
        await UnlinkAsync(server, journal, "--maximum-change", "30");
        await UnlinkAsync(server, journal, "--verify");

        await AssertFiguresAsync(journal);
    }

    [Fact]
    public async Task The_figures_are_right_for_shards_with_separate_journals()
    {
        using var server = Start();
        var plan = _files.Write("plan.json", (await Cli.RunAsync(server.UserPool, "list", "--output", "json")).Output);
        string[] journals = [.. Enumerable.Range(1, 3).Select(shard => _files.PathOf($"{shard}.jsonl"))];
        await Task.WhenAll(journals.Select((journal, index) => Cli.RunAsync(server.UserPool, "unlink", "--from", plan, "--shard", $"{index + 1}/3", "--journal", journal, "--yes")));

        await AssertFiguresAsync(journals);
    }

    [Fact]
    public async Task The_figures_are_right_for_version_0_1_journals()
    {
        using var server = Start();
        var journal = _files.PathOf("now.jsonl");
        await UnlinkAsync(server, journal);
        await Cli.RunAsync(server.UserPool, "relink", "--from", journal, "--journal", journal, "--yes", "--maximum-change", "9");
        var lines = File.ReadLines(journal).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => (string?)line["event"] is not ("run-caller" or "run-place")).ToList();
        lines.ForEach(line => s_later.ToList().ForEach(name => line.Remove(name)));

        await AssertFiguresAsync(_files.Write("old.jsonl", string.Concat(lines.Select(line => line.ToJsonString() + "\n"))), Repository.PathOf("tests", "Corpus", "journal-formats", "version-1-of-0.1"));
    }
}
