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
    public async Task A_run_and_its_undo_are_shown_on_a_page_without_keys()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80, SkipSignatureCheck = true });
        var pool = server.UserPool with { AccessKey = "AKIACANARY", SecretKey = "canary-secret" };
        var unlinked = await Cli.RunAsync(pool, "unlink", "--provider", "Google", "--yes", "--journal", Journal, "--output", "json");
        var count = JsonDocument.Parse(unlinked.Output).RootElement.GetProperty("unlinked").GetInt32();

        var run = await ReportAsync("--title", "Google & others");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(Page, run.Output.Trim());
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Contains("<title>Google &amp; others</title>", page, StringComparison.Ordinal);
        Assert.Contains($"data-outcome=\"Unlinked\">{count}<", page, StringComparison.Ordinal);
        Assert.Matches("the identities of <bdi>Google</bdi>\\.", page);
        Assert.DoesNotContain("canary", page, StringComparison.OrdinalIgnoreCase);

        var relinked = await Cli.RunAsync(pool, "relink", "--from", Journal, "--journal", Journal, "--yes", "--output", "json");
        var undo = JsonDocument.Parse(relinked.Output).RootElement;
        Assert.Equal(0, (await ReportAsync()).ExitCode);
        page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Contains($"data-undo=\"Linked\">{undo.GetProperty("linked").GetInt32()}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-undo=\"NotPossible\">{undo.GetProperty("notPossible").GetInt32()}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-undo=\"StillUnlinked\">{undo.GetProperty("notPossible").GetInt32()}<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_report_that_cannot_be_made_gives_exit_code_3_and_an_error_id()
    {
        _files.Write("run.jsonl", "{\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\",\"event\":\"run-started\"}\n");
        Assert.Equal(0, (await ReportAsync("--no-clobber")).ExitCode);

        await FailsAsync("ReportExists", "report", Journal, "--out", Page, "--no-clobber");
        await FailsAsync("ReportNotWritable", "report", Journal, "--out", _files.PathOf("no/such/folder.html"));
        await FailsAsync("JournalNotReadable", "report", _files.PathOf("none.jsonl"), "--out", Page);
        await FailsAsync("JournalDamaged", "report", _files.Write("damaged.jsonl", "{\n{\n{\n"), "--out", Page);

        // Identities from a listing do not say whether anyone came back.
        var listing = _files.Write("list.json", """{"items":[{"userPoolId":"us-east-1_P","username":"alice","providerName":"Okta","providerAttributeName":"Cognito_Subject","providerAttributeValue":"a"}]}""");
        await FailsAsync("FileNotReadable", "report", Journal, "--compare", listing, "--out", Page);

        static async Task FailsAsync(string id, params string[] arguments)
        {
            var run = await Cli.RunAsync(arguments);
            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith($"cognito-unlink: {id}: ", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_and_compare_results_become_sections_and_check_alone_becomes_a_page()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 60 });
        var check = _files.Write("check.json", await Cli.RunAsync(server.UserPool, "check", "--provider", "Okta", "--output", "json"));
        await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes", "--journal", Journal);
        var compare = _files.Write("compare.json", await Cli.RunAsync(server.UserPool, "compare", "--journal", Journal, "--output", "json"));
        var unlinked = JsonDocument.Parse(File.ReadAllText(compare)).RootElement.GetProperty("gone").GetInt32();
        Assert.NotEqual(0, unlinked);

        var run = await ReportAsync("--check", check, "--compare", compare);

        Assert.True(run.ExitCode == 0, run.ToString());
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Contains($"data-outcome=\"Unlinked\">{unlinked}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-compared=\"Gone\">{unlinked}<", page, StringComparison.Ordinal);
        foreach (var finding in JsonDocument.Parse(File.ReadAllText(check)).RootElement.GetProperty("items").EnumerateArray())
        {
            Assert.Matches($"data-check=\"{finding.GetProperty("check").GetString()}\".*?data-name=\"Count\">{finding.GetProperty("count").GetInt64()}<", page.ReplaceLineEndings(" "));
        }

        run = await Cli.RunAsync("report", "--check", check, "--out", Page);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("<title>Retiring Okta: what would prevent it</title>", await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"items\":[{\"state\":\"Gone\"}]}", "is not the output of 'check --output json'")]
    [InlineData("username,outcome\n", "is not the output of 'check --output json'")]
    [InlineData(null, "cannot be read")]
    public async Task A_file_that_is_not_check_output_gives_exit_code_3(string? text, string says)
    {
        var file = text is null ? _files.PathOf("none.json") : _files.Write("check.json", text);

        var run = await Cli.RunAsync("report", "--check", file, "--out", Page);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Page));
    }

    [Theory]
    [InlineData("journal of a run", "report", "--out", "report.html")]
    [InlineData("empty", "report", "run.jsonl", "--out", "")]
    [InlineData("empty", "report", "", "--out", "report.html")]
    public async Task Wrong_usage_gives_exit_code_2(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.OrdinalIgnoreCase);
    }
}
