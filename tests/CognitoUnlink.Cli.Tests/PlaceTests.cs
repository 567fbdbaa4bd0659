using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>A journal from a rehearsal pool cannot be used anywhere else, even if the pool there has the same id.</summary>
public sealed class PlaceTests : IDisposable
{
    private const string Users = """{"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"a"},{"providerName":"Google","value":"1"}]}""";

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private string Journal => _files.PathOf("okta.jsonl");

    private static string HostOf(ILocalUserPoolServer server) => new Uri(server.UserPool.EndpointUrl).Authority;

    private static Task<ToolResult> RunAsync(ILocalUserPoolServer server, params string[] arguments) => Cli.RunAtAsync(server.UserPool, [.. arguments, "--yes"]);

    private async Task RehearseAsync(ILocalUserPoolServer server) =>
        Assert.Equal(0, (await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes", "--journal", Journal)).ExitCode);

    // As version 0.1 wrote it.
    private void RemovePlace() => File.WriteAllLines(Journal, File.ReadAllLines(Journal).Select(line =>
    {
        var first = line.IndexOf(",\"format\":", StringComparison.Ordinal);
        return first < 0 ? line : line[..first] + line[line.IndexOf(",\"settings\":", StringComparison.Ordinal)..];
    }));

    public static TheoryData<string> Commands =>
    [
        "unlink --user-pool-id us-east-1_LocalPool --provider Okta --journal JOURNAL",
        "unlink --from ROWS --journal JOURNAL",
        "relink --user-pool-id us-east-1_LocalPool --from JOURNAL",
        "relink --from JOURNAL",
        "relink --from JOURNAL --what-if",
        "relink --from JOURNAL --journal JOURNAL",
    ];

    private string[] Arguments(string command)
    {
        var rows = _files.Write("rows.csv", "UserPoolId,Username,ProviderName,Subject\nus-east-1_LocalPool,alice,Okta,a\nus-east-1_LocalPool,alice,Google,1\n");
        return [.. command.Split(' ').Select(word => word switch { "JOURNAL" => Journal, "ROWS" => rows, _ => word })];
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_journal_from_another_place_is_refused_once_and_nothing_is_changed(string command)
    {
        using var rehearsal = _files.Start(Users);
        using var production = _files.Start(Users);
        await RehearseAsync(rehearsal);
        var before = File.ReadAllBytes(Journal);

        var run = await RunAsync(production, Arguments(command));

        Assert.Equal(3, run.ExitCode);
        var error = string.Join(' ', run.Error.Split('\n', StringSplitOptions.TrimEntries));
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(error, "OtherPlace:"));
        Assert.Contains($"the local user pool at {HostOf(rehearsal)}", error, StringComparison.Ordinal);
        Assert.Contains($"the local user pool at {HostOf(production)}", error, StringComparison.Ordinal);
        Assert.Contains("--endpoint-url", error, StringComparison.Ordinal);
        Assert.DoesNotContain(production.GetRequests(), request => request.Operation.StartsWith("Admin", StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(Journal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task With_yes_a_version_0_1_journal_is_used_with_a_warning(string command)
    {
        using var server = _files.Start(Users);
        await RehearseAsync(server);
        RemovePlace();

        var run = await RunAsync(server, Arguments(command));

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("does not say where it was made", string.Join(' ', run.Error.Split('\n', StringSplitOptions.TrimEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_0_1_journal_must_be_confirmed_at_an_endpoint_outside_AWS()
    {
        using var server = _files.Start(Users);
        await RehearseAsync(server);
        RemovePlace();
        var before = File.ReadAllBytes(Journal);
        var pool = server.UserPool;
        Dictionary<string, string?> keys = new() { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey, ["AWS_REGION"] = pool.Region };

        using var terminal = TerminalRun.Start(keys, "unlink", "--user-pool-id", pool.UserPoolId, "--provider", "Google", "--journal", Journal, "--endpoint-url", pool.EndpointUrl);
        await terminal.WaitForAsync($"in user pool {pool.UserPoolId} at {HostOf(server)}?");
        await terminal.WriteAsync("y\n");
        await terminal.WaitForAsync("Was it made for user pool");
        await terminal.WriteAsync("n\n");
        await terminal.WaitForAsync("PlaceNotConfirmed");

        Assert.Equal(3, await terminal.EndAsync());
        Assert.Equal(before, File.ReadAllBytes(Journal));
    }

    [Fact]
    public async Task The_summary_names_the_endpoint_and_the_journal_records_where_rows_were_sent()
    {
        using var server = _files.Start(Users);

        var run = await RunAsync(server, Arguments("unlink --from ROWS --journal JOURNAL"));

        Assert.Matches($@" in [\d.]+ s at {HostOf(server)}", run.Error);
        var first = JsonDocument.Parse(File.ReadLines(Journal).First()).RootElement;
        Assert.Equal(("run-started", 2), (first.GetProperty("event").GetString(), first.GetProperty("format").GetInt32()));
        Assert.Equal(("other", HostOf(server)), (first.GetProperty("place").GetProperty("kind").GetString(), first.GetProperty("place").GetProperty("host").GetString()));
        Assert.True(first.GetProperty("place").GetProperty("instance").TryGetGuid(out _));
        Assert.DoesNotContain(server.UserPool.AccessKey, first.GetProperty("place").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_in_a_newer_format_is_refused()
    {
        using var server = _files.Start(Users);
        File.WriteAllText(Journal, """{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started","format":3}""" + "\n");

        foreach (var command in (string[][])[["unlink", "--provider", "Okta", "--journal", Journal], ["relink", "--from", Journal]])
        {
            var run = await Cli.RunAsync(server.UserPool, [.. command, "--yes"]);

            Assert.Equal(3, run.ExitCode);
            Assert.Contains("JournalTooNew", run.Error, StringComparison.Ordinal);
        }
    }
}
