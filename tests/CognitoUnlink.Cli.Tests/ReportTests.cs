using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly RowFolder _files = new();

    private string Journal => _files.PathOf("run.jsonl");

    private string Page => _files.PathOf("report.html");

    public void Dispose() => _files.Dispose();

    private Task<ToolResult> ReportAsync(params string[] arguments) => Cli.RunAsync(["report", Journal, "--out", Page, .. arguments]);

    [Fact]
    public async Task A_run_and_its_undo_become_a_page()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });
        var unlinked = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--yes", "--journal", Journal, "--output", "json");
        var count = JsonDocument.Parse(unlinked.Output).RootElement.GetProperty("unlinked").GetInt32();

        var run = await ReportAsync("--title", "Google & others");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(Page, run.Output.Trim());
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Contains("<title>Google &amp; others</title>", page, StringComparison.Ordinal);
        Assert.Contains($"data-outcome=\"Unlinked\">{count}<", page, StringComparison.Ordinal);
        Assert.Matches("providers <bdi>Google</bdi>;\\s+lock-out refused", page);
        Assert.DoesNotContain(server.UserPool.SecretKey + "\"", page, StringComparison.Ordinal);

        var relinked = await Cli.RunAsync(server.UserPool, "relink", "--from", Journal, "--journal", Journal, "--yes", "--output", "json");
        var undo = JsonDocument.Parse(relinked.Output).RootElement;
        Assert.Equal(0, (await ReportAsync()).ExitCode);
        page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Contains($"data-undo=\"Linked\">{undo.GetProperty("linked").GetInt32()}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-undo=\"NotPossible\">{undo.GetProperty("notPossible").GetInt32()}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-undo=\"StillUnlinked\">{undo.GetProperty("notPossible").GetInt32()}<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_way_is_3_with_the_errors_id()
    {
        _files.Write("run.jsonl", "{\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\",\"event\":\"run-started\"}\n");
        Assert.Equal(0, (await ReportAsync("--no-clobber")).ExitCode);

        await FailsAsync("ReportExists", "report", Journal, "--out", Page, "--no-clobber");
        await FailsAsync("ReportNotWritable", "report", Journal, "--out", _files.PathOf("no/such/folder.html"));
        await FailsAsync("JournalNotReadable", "report", _files.PathOf("none.jsonl"), "--out", Page);
        await FailsAsync("JournalDamaged", "report", _files.Write("damaged.jsonl", "{\n{\n{\n"), "--out", Page);

        static async Task FailsAsync(string id, params string[] arguments)
        {
            var run = await Cli.RunAsync(arguments);
            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith($"cognito-unlink: {id}: ", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--out", "report", "run.jsonl")]
    [InlineData("argument", "report", "--out", "report.html")]
    [InlineData("empty", "report", "run.jsonl", "--out", "")]
    [InlineData("empty", "report", "", "--out", "report.html")]
    public async Task Wrong_usage_is_2(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.OrdinalIgnoreCase);
    }
}
