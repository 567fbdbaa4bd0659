using System.Diagnostics;
using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _journal = Path.Combine(Path.GetTempPath(), $"cognito-unlink-{Guid.NewGuid():N}.jsonl");

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(_journal) + "*"))
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_run_that_is_killed_repeatedly_can_be_resumed_and_unlinks_each_identity_once()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 800 });
        var whole = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--what-if", "--output", "json");
        var expected = JsonDocument.Parse(whole.Output).RootElement.GetProperty("wouldUnlink").GetInt32();
        string[] arguments = ["unlink", "--provider", "Google", "--yes", "--journal", _journal];
        for (var kill = 1; kill <= 5; kill++)
        {
            await KillAfterAsync(server, 20 * kill, arguments);
        }

        var last = await Cli.RunAsync(server.UserPool, [.. arguments, "--output", "json"]);

        Assert.Equal(5, last.ExitCode);
        var unlinked = server.GetRequests().Where(request => request.Operation == "AdminDisableProviderForUser" && request.StatusCode == 200).ToList();
        Assert.Equal(expected, unlinked.Count);
        Assert.Equal(expected, unlinked.Select(request => request.ProviderAttributeValue).Distinct().Count());
        var latest = File.ReadLines(_journal).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("username", out _))
            .GroupBy(line => line.GetProperty("username").GetString() + line.GetProperty("providerAttributeValue").GetString())
            .Select(lines => lines.Last().GetProperty("event").GetString())
            .ToList();
        Assert.Equal(expected, latest.Count(outcome => outcome == "unlinked"));
        Assert.DoesNotContain("intent", latest);

        var undo = await Cli.RunAsync(server.UserPool, "relink", "--from", _journal, "--yes", "--output", "json");
        var relinked = JsonDocument.Parse(undo.Output).RootElement;
        Assert.Equal(expected, relinked.GetProperty("linked").GetInt32() + relinked.GetProperty("notPossible").GetInt32());
        Assert.Equal(0, relinked.GetProperty("failed").GetInt32());
    }

    // A file size limit simulates a disk that becomes full. With the signal ignored, writing beyond the limit is an error.
    [Fact]
    public async Task When_the_disk_is_full_every_request_that_was_sent_is_in_the_journal()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "Needs a shell with ulimit.");
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 800 });
        var pool = server.UserPool;
        string[] arguments = ["unlink", "--provider", "Google", "--yes", "--journal", _journal, "--requests-per-second", "10000"];
        var run = await RunWithFilesLimitedAsync(pool, "ulimit -f 24; exec", arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("JournalNotWritable", run.Error, StringComparison.Ordinal);
        var sent = server.GetRequests().Where(request => request.Operation == "AdminDisableProviderForUser").Select(request => request.ProviderAttributeValue).ToHashSet();
        Assert.NotEmpty(sent);
        var journal = await File.ReadAllTextAsync(_journal, TestContext.Current.CancellationToken);
        Assert.All(sent, subject => Assert.Contains($"\"providerAttributeValue\":\"{subject}\"", journal, StringComparison.Ordinal));

        var resumed = await Cli.RunAsync(pool, "unlink", "--provider", "Google", "--yes", "--journal", _journal, "--output", "json");
        Assert.Equal(5, resumed.ExitCode);
        Assert.Equal(0, JsonDocument.Parse(resumed.Output).RootElement.GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task If_the_last_outcome_cannot_be_written_the_run_fails_and_the_next_run_records_it()
    {
        Skip.Unless(Tool.Works("prlimit", "--version"), "prlimit is not on PATH.");
        string[] arguments = ["unlink", "--username", "andrey.andersson1", "--all-providers", "--yes", "--journal", _journal];
        using (var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 5 }))
        {
            Assert.Equal(0, (await Cli.RunAsync(server.UserPool, arguments)).ExitCode);
        }

        // The lines have the same length again; a few bytes of the outcome still fit.
        var untilOutcome = File.ReadLines(_journal).Take(3).Sum(line => line.Length + 1);
        File.Delete(_journal);
        using var another = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 5 });
        var run = await RunWithFilesLimitedAsync(another.UserPool, $"prlimit --fsize={untilOutcome + 20}", arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("JournalNotWritable", run.Error, StringComparison.Ordinal);
        Assert.Single(another.GetRequests(), request => request.Operation == "AdminDisableProviderForUser");
        Assert.Equal(untilOutcome + 20, new FileInfo(_journal).Length);

        var resumed = await Cli.RunAsync(another.UserPool, arguments);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Single(File.ReadLines(_journal), line => line.Contains("\"event\":\"unlinked\"", StringComparison.Ordinal));
        Assert.Single(another.GetRequests(), request => request.Operation == "AdminDisableProviderForUser");
    }

    [Fact]
    public async Task Maximum_change_stops_the_run_after_that_many_changes()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Google", "--yes", "--maximum-change", "3", "--output", "json");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal(3, JsonDocument.Parse(run.Output).RootElement.GetProperty("unlinked").GetInt32());
        Assert.Contains("MaximumChangeReached", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, server.GetRequests().Count(request => request.Operation == "AdminDisableProviderForUser"));
    }

    [Theory]
    [InlineData("unlink", "--local", "--all-providers")]
    [InlineData("unlink", "--local", "--provider", "Okta", "--what-if")]
    public async Task A_maximum_change_of_0_gives_exit_code_4_as_the_man_page_says(params string[] arguments)
    {
        var run = await Cli.RunAsync([.. arguments, "--yes", "--maximum-change", "0"]);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("MaximumChangeReached", run.Error, StringComparison.Ordinal);
        Assert.Contains("--maximum-change", (await Cli.RunAsync("man")).Output.Replace(@"\-", "-", StringComparison.Ordinal).Split(".SH EXIT STATUS")[1].Split(".SH ")[0], StringComparison.Ordinal);
    }

    /// <summary>Starts the program and kills it as soon as the pool has seen this many unlinks in total.</summary>
    private static async Task KillAfterAsync(ILocalUserPoolServer server, int unlinks, string[] arguments)
    {
        var pool = server.UserPool;
        var start = new ProcessStartInfo(Cli.Program, Cli.With([.. arguments, "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--region", pool.Region, "--requests-per-second", "10000"]))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in CleanEnvironment.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["AWS_ACCESS_KEY_ID"] = pool.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && server.GetRequests().Count(request => request.Operation == "AdminDisableProviderForUser") < unlinks)
        {
            await Task.Delay(1);
        }

        process.Kill();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
    }

    /// <param name="limit">Shell words before the command that limit the file size.</param>
    private static Task<ToolResult> RunWithFilesLimitedAsync(LocalUserPool pool, string limit, string[] arguments)
    {
        var environment = new Dictionary<string, string?>(CleanEnvironment.Variables)
        {
            ["AWS_ACCESS_KEY_ID"] = pool.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey,

            // The runtime keeps its code in a file, to which the limit would apply too.
            ["DOTNET_EnableWriteXorExecute"] = "0",
        };
        string[] where = ["--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--region", pool.Region];
        return Tool.RunAsync("bash", ["-c", $"trap '' XFSZ; {limit} \"$@\"", "bash", .. Cli.Command, .. arguments, .. where], environment);
    }
}
