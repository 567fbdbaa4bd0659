using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>A value of several megabytes, such as an unclosed quotation mark produces, harms neither the run nor its journal.</summary>
public sealed class LongRowTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("json", true)]
    [InlineData("json", false)]
    [InlineData("csv", true)]
    [InlineData("csv", false)]
    public async Task A_row_that_is_too_long_fails_alone_and_its_journal_can_be_read_again(string form, bool hasJournal)
    {
        using var server = _files.Start("""{"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"a"}]}""");
        var value = new string('x', 3 * 1024 * 1024);
        var rows = form == "json"
            ? _files.Write("rows.json", $$"""[{"Username":"alice","ProviderName":"Okta","Subject":"a"},{"Username":"alice","ProviderName":"Okta","Subject":"{{value}}"}]""")
            : _files.Write("rows.csv", $"Username,ProviderName,Subject\nalice,Okta,a\nalice,Okta,\"{value}\n");
        string[] arguments = ["unlink", "--from", rows, "--yes", .. hasJournal ? ["--journal", _files.PathOf("j.jsonl")] : Array.Empty<string>()];

        for (var time = 0; time < 2; time++)
        {
            var run = await Cli.RunAsync(server.UserPool, arguments);

            Assert.True(run.ExitCode == 1, run.ToString()[..Math.Min(2000, run.ToString().Length)]);
            Assert.InRange(run.Error.Length + run.Output.Length, 1, 3000);
            Assert.Contains("RowTooLong: Line ", run.Error, StringComparison.Ordinal);
            Assert.Single(server.GetRequests(), request => request.Operation == "AdminDisableProviderForUser");
            if (!hasJournal)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task A_journal_line_that_is_too_long_is_ignored_with_a_warning()
    {
        using var server = _files.Start("""{"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"a"}]}""");
        var journal = _files.PathOf("j.jsonl");
        Assert.Equal(0, (await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes", "--journal", journal)).ExitCode);
        var lines = File.ReadAllLines(journal);
        File.WriteAllLines(journal, [.. lines[..2], $$"""{"time":"2026-01-01T00:00:00Z","run":"r","event":"failed","reason":"{{new string('x', 2_000_000)}}"}""", .. lines[2..]]);

        foreach (var command in (string[][])[["unlink", "--provider", "Okta", "--journal", journal], ["relink", "--from", journal]])
        {
            var run = await Cli.RunAsync(server.UserPool, [.. command, "--yes"]);

            Assert.True(run.ExitCode == 0, run.ToString());
            Assert.Contains("Line 3 of the journal", run.Error, StringComparison.Ordinal);
            Assert.Contains("was ignored", run.Error, StringComparison.Ordinal);
        }

        Assert.Single(server.GetRequests(), request => request.Operation == "AdminLinkProviderForUser");
    }
}
