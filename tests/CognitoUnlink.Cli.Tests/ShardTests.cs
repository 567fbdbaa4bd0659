using System.Text.Json;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Report;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class ShardTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static ILocalUserPoolServer Start() => new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 300 });

    private static async Task<string> ListAsync(ILocalUserPoolServer server, params string[] arguments) =>
        (await Cli.RunAsync(server.UserPool, ["list", "--output", "json", .. arguments])).Output;

    private static JsonElement Result(ToolResult run, int exitCode = 0)
    {
        var result = JsonDocument.Parse(run.Output).RootElement;
        var isRefused = result.TryGetProperty("skipped", out var skipped) && skipped.GetInt32() > 0;
        Assert.True(run.ExitCode == (exitCode == 0 && isRefused ? 5 : exitCode), run.ToString());
        return result;
    }

    private static int Count(IEnumerable<JsonElement> runs, string name) => runs.Sum(run => run.GetProperty(name).GetInt32());

    private static int Sent(ILocalUserPoolServer server, string operation) =>
        server.GetRequests().Count(request => request.Operation == operation && request.StatusCode == 200);

    [Fact]
    public async Task Four_parallel_shards_give_the_same_result_as_one_run_and_their_journals_work_as_one()
    {
        using var alone = Start();
        using var shared = Start();
        var before = await PoolState.IdentitiesAsync(shared);
        var plan = _files.Write("plan.json", await ListAsync(shared, "--provider", "Okta"));
        var one = Result(await Cli.RunAsync(alone.UserPool, "unlink", "--from", plan, "--yes", "--output", "json"));
        shared.Quotas = new LocalUserPoolQuotas { RequestsPerSecond = new Dictionary<string, double> { ["UserUpdate"] = 100 } };
        string[] journals = [.. Enumerable.Range(1, 4).Select(number => _files.PathOf($"okta-{number}.jsonl"))];
        string[] fromAll = [.. journals.SelectMany(journal => (string[])["--from", journal])];

        var runs = (await Task.WhenAll(journals.Select((journal, index) => Cli.RunAsync(
            shared.UserPool,
            "unlink", "--from", plan, "--shard", $"{index + 1}/4", "--journal", journal, "--requests-per-second", "40", "--yes", "--output", "json")))).Select(run => Result(run)).ToList();

        Assert.Equal(await PoolState.IdentitiesAsync(alone), await PoolState.IdentitiesAsync(shared));
        Assert.All((string[])["unlinked", "skipped", "alreadyUnlinked", "failed"], name => Assert.Equal(one.GetProperty(name).GetInt32(), Count(runs, name)));
        Assert.All(runs, run => Assert.True(run.GetProperty("unlinked").GetInt32() > 10));

        // Each row of the plan has one outcome, in one journal, and a report on all of them counts what the runs counted.
        var outcomes = journals.SelectMany(journal => new JournalReader(journal).Read())
            .Where(record => record is { Username: not null, Event: not JournalEvent.Intent })
            .Select(record => $"{record.Username},{record.ProviderName},{record.ProviderAttributeValue}").ToList();
        Assert.Equal(Rows(plan), outcomes.Order(StringComparer.Ordinal));
        var report = JournalReport.Read(journals.Append(journals[0]).Select(journal => (journal, journal)));
        Assert.Equal(
            (Count(runs, "unlinked"), Count(runs, "skipped"), outcomes.Count, 4),
            (report.Count(ItemOutcome.Unlinked), report.Count(ItemOutcome.Skipped), report.Items, report.Runs.Count));
        Assert.Equal(["1/4", "2/4", "3/4", "4/4"], report.Runs.Select(run => run.Settings?.Shard).Order());
        var page = await Cli.RunAsync(["report", .. journals, "--out", _files.PathOf("okta.html")]);
        Assert.True(page.ExitCode == 0, page.ToString());

        // A run without shards and with a new journal finds that everything is already unlinked.
        var again = Result(await Cli.RunAsync(shared.UserPool, "unlink", "--from", plan, "--journal", _files.PathOf("again.jsonl"), "--yes", "--output", "json"));
        Assert.Equal((0, Count(runs, "unlinked"), 0), (Count([again], "unlinked"), Count([again], "alreadyUnlinked"), Count([again], "failed")));

        var undo = Result(await Cli.RunAsync(shared.UserPool, ["relink", .. fromAll, "--from", journals[2], "--from", _files.PathOf("again.jsonl"), "--yes", "--output", "json"]));
        Assert.Equal((Count(runs, "unlinked"), 0, Count(runs, "unlinked")), (Count([undo], "linked"), Count([undo], "alreadyLinked"), Sent(shared, "AdminLinkProviderForUser")));
        Assert.Equal(before, await PoolState.IdentitiesAsync(shared));
    }

    [Fact]
    public async Task An_undo_skips_what_another_journal_has_already_linked_again()
    {
        using var server = Start();
        string[] journals = [_files.PathOf("a.jsonl"), _files.PathOf("b.jsonl"), _files.PathOf("undo.jsonl")];
        foreach (var shard in (int[])[1, 2])
        {
            Result(await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--shard", $"{shard}/2", "--journal", journals[shard - 1], "--yes", "--output", "json"));
        }

        var unlinked = Sent(server, "AdminDisableProviderForUser");
        var first = Result(await Cli.RunAsync(server.UserPool, "relink", "--from", journals[0], "--shard", "1/3", "--journal", journals[2], "--yes", "--output", "json"));
        Assert.InRange(Count([first], "linked"), 1, unlinked - 1);
        var rest = Result(await Cli.RunAsync(server.UserPool, "relink", "--from", journals[2], "--from", journals[1], "--from", journals[0], "--yes", "--output", "json"));

        Assert.Equal((unlinked - Count([first], "linked"), 0), (Count([rest], "linked"), Count([rest], "alreadyLinked")));
    }

    [Fact]
    public async Task List_and_unlink_split_users_into_the_same_shards_with_or_without_a_plan()
    {
        using var server = Start();
        var plan = await ListAsync(server);
        var parts = new List<string[]>();
        foreach (var shard in (string[])["1/3", "2/3", "3/3"])
        {
            parts.Add(Rows(_files.Write("part.json", await ListAsync(server, "--shard", shard))));
        }

        Assert.Equal(Rows(_files.Write("plan.json", plan)), parts.SelectMany(part => part).Order(StringComparer.Ordinal));
        Assert.Equal(parts.SelectMany(part => Users(part)).Count(), parts.SelectMany(part => Users(part)).Distinct().Count());
        var pool = Result(await Cli.RunAsync(server.UserPool, "unlink", "--all-providers", "--shard", "2/3", "--what-if", "--output", "json"));
        var rows = Result(await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.PathOf("plan.json"), "--shard", "2/3", "--what-if", "--output", "json"));
        string[] Named(JsonElement run) => [.. run.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("username").GetString()!).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(Users(parts[1]).Order(StringComparer.Ordinal), Named(pool));
        Assert.Equal(Named(pool), Named(rows));

        static IEnumerable<string> Users(string[] rows) => rows.Select(row => row.Split(',')[0]).Distinct();
    }

    [Fact]
    public async Task Rows_that_name_a_user_in_different_ways_belong_to_the_same_shard()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions
        {
            SeedPath = _files.Write("seed.json", $$"""
                {"version":1,"pools":[{"aliasAttributes":["email","preferred_username"],"caseSensitive":false,
                  "identityProviders":[{"name":"Okta","type":"OIDC"},{"name":"Google","type":"Google"}],
                  "users":[{{string.Join(',', Enumerable.Range(1, 20).Select(number => $$"""
                    {"username":"amy{{number}}","sub":"5c1e2f6a-0000-4000-8000-{{number:000000000000}}","status":"FORCE_CHANGE_PASSWORD",
                     "attributes":{"email":"amy{{number}}@example.com","email_verified":"true"},
                     "identities":[{"providerName":"Okta","value":"okta-{{number}}"},{"providerName":"Google","value":"{{number}}"}]}
                    """))}}]}]}
                """),
        });
        var rows = _files.Write("rows.csv", "Username,ProviderName\n" + string.Concat(Enumerable.Range(1, 20).Select(number =>
            $"amy{number}@example.com,Okta\n5c1e2f6a-0000-4000-8000-{number:000000000000},Google\nAmy{number},Okta\nAMY{number}@EXAMPLE.COM,Google\n")));

        var runs = (await Task.WhenAll(Enumerable.Range(1, 4).Select(number =>
            Cli.RunAsync(server.UserPool, "unlink", "--from", rows, "--shard", $"{number}/4", "--yes", "--output", "json")))).Select(run => Result(run)).ToList();

        string[][] named = [.. runs.Select(run => run.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("username").GetString()!).Distinct().ToArray())];
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"amy{number}").Order(), named.SelectMany(users => users).Order());
        Assert.Equal((20, 0), (Count(runs, "unlinked"), Count(runs, "failed")));
        Assert.Equal(20, Sent(server, "AdminDisableProviderForUser"));
    }

    [Fact]
    public async Task Only_one_shard_reports_a_broken_row()
    {
        using var server = Start();
        var rows = _files.Write("rows.csv", "Username,ProviderName\nalice,Okta,1\n");

        var codes = new List<int>();
        foreach (var shard in (string[])["1/3", "2/3", "3/3"])
        {
            codes.Add((await Cli.RunAsync(server.UserPool, "unlink", "--from", rows, "--shard", shard, "--yes")).ExitCode);
        }

        Assert.Equal([0, 0, 1], codes.Order());
    }

    [Theory]
    [InlineData("5/4")]
    [InlineData("0/3")]
    [InlineData("2")]
    [InlineData("2/1001")]
    public async Task An_invalid_shard_is_wrong_usage(string shard)
    {
        foreach (var command in (string[][])[["list", "--local"], ["unlink", "--local", "--all-providers", "--yes"], ["relink", "--from", "x.jsonl", "--yes"]])
        {
            var run = await Cli.RunAsync([.. command, "--shard", shard]);
            Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
            Assert.Contains($"--shard takes K/N, for instance 2/4: K from 1 to N, N up to 1000; not {shard}.", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_shard_cannot_be_combined_with_named_users()
    {
        var run = await Cli.RunAsync("list", "--local", "--username", "alice", "--shard", "1/2");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be combined with --username", run.Error, StringComparison.Ordinal);
    }

    // The pace is reported before the first request, which nothing answers here; no time is measured.
    [Theory]
    [InlineData("Pace: 3.75 UserUpdate requests per second, the default", "--shard", "1/4")]
    [InlineData("Pace: 15 UserUpdate requests per second, the default")]
    [InlineData("Pace: 8 UserUpdate requests per second, as specified", "--shard", "1/4", "--requests-per-second", "8")]
    public async Task The_default_rate_is_divided_among_shards_but_a_given_rate_is_not(string pace, params string[] arguments)
    {
        var run = await Cli.RunWithAsync(
            new() { ["AWS_ACCESS_KEY_ID"] = "a", ["AWS_SECRET_ACCESS_KEY"] = "b" },
            ["unlink", "--all-providers", "--user-pool-id", "us-east-1_A", "--endpoint-url", "http://127.0.0.1:1", "--journal", _files.PathOf("run.jsonl"), "--yes", "--verbose", .. arguments]);

        Assert.Contains(pace, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8.0, "--requests-per-second", "8")]
    public async Task A_local_pool_given_by_its_endpoint_is_paced_only_if_a_rate_is_given(double? rate, params string[] arguments)
    {
        using var server = _files.Start("""{"username":"nobody","status":"CONFIRMED"}""");
        var pool = server.UserPool;
        var journal = _files.PathOf("run.jsonl");

        var run = await Cli.RunWithAsync(
            new() { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey },
            ["unlink", "--all-providers", "--user-pool-id", pool.UserPoolId, "--endpoint-url", pool.EndpointUrl, "--journal", journal, "--yes", .. arguments]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(rate, new JournalReader(journal).Read().First().Settings?.RequestsPerSecond);
    }

    /// <summary>User, provider and value of each row.</summary>
    private static string[] Rows(string plan) =>
    [
        .. JsonDocument.Parse(File.ReadAllText(plan)).RootElement.GetProperty("items").EnumerateArray()
            .Select(row => $"{row.GetProperty("username")},{row.GetProperty("providerName")},{row.GetProperty("providerAttributeValue")}")
            .Order(StringComparer.Ordinal),
    ];
}
