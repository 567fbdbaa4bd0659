using System.Net.Http.Json;
using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class RelinkTests : IDisposable
{
    private const string Users = """
        {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"Alice@Corp.example"},{"providerName":"Google","value":"1"}]},
        {"username":"carol","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"carol@corp.example","attributeName":"email"}]}
        """;

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private string Journal => _files.PathOf("okta.jsonl");

    private static ILocalUserPoolServer StartGenerated() => new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });

    private Task<ToolResult> UnlinkAsync(ILocalUserPoolServer server, string format = "json") =>
        Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes", "--journal", Journal, "--output", format);

    private static async Task<JsonElement> RelinkAsync(ILocalUserPoolServer server, int exitCode, string[] arguments, string? input = null)
    {
        var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--yes", "--output", "json", .. arguments], input);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static int Count(JsonElement run, string name) => run.GetProperty(name).GetInt32();

    private static int Sent(ILocalUserPoolServer server) => server.GetRequests().Count(request => request.Operation == "AdminLinkProviderForUser");

    [Theory]
    [InlineData("""{"Users":[{"Username":"bob","UserStatus":"CONFIRMED","Attributes":[{"Name":"identities","Value":"[{\"userId\":\"-1\",\"providerName\":\"Okta\"},{\"userId\":\"2\",\"providerName\":\"Google\"}]"}]}]}""", 1, 1)]
    [InlineData("""{"items":[{"username":"bob","providerName":"Okta","providerAttributeName":"Cognito_Subject","providerAttributeValue":"-1"}]}""", 1, 0)]
    [InlineData("""{"DestinationUser":{"ProviderName":"Cognito","ProviderAttributeValue":"bob"},"SourceUser":{"ProviderName":"Okta","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"-1"}}""", 1, 0)]
    [InlineData("Username;OutcomE;ProviderName;Subject\nbob;Unlinked;Okta;'-1\nbob;Skipped;Google;2\n", 1, 0)]
    [InlineData("Username;ProviderName;Subject\nbob;Okta;-1\n", 1, 0)]
    public async Task A_run_can_be_undone_from_each_kind_of_backup(string text, int linked, int alreadyLinked)
    {
        using var server = _files.Start("""{"username":"bob","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"-1"},{"providerName":"Google","value":"2"}]}""");
        var before = await PoolState.IdentitiesAsync(server);
        await UnlinkAsync(server);

        var run = await RelinkAsync(server, 0, ["--from", _files.Write("backup", text), "--user-pool-id", server.UserPool.UserPoolId]);

        Assert.Equal((linked, alreadyLinked), (Count(run, "linked"), Count(run, "alreadyLinked")));
        Assert.Equal(before, await PoolState.IdentitiesAsync(server));
    }

    [Fact]
    public async Task A_run_is_undone_from_its_journal_and_a_second_undo_finds_nothing_to_do()
    {
        using var server = StartGenerated();
        var before = await PoolState.IdentitiesAsync(server);
        var unlinked = Count(JsonDocument.Parse((await UnlinkAsync(server)).Output).RootElement, "unlinked");
        Assert.True(unlinked > 10);
        Assert.Equal(before.Length - unlinked, (await PoolState.IdentitiesAsync(server)).Length);

        var rehearsal = await RelinkAsync(server, 0, ["--from", Journal, "--what-if"]);
        Assert.Equal((unlinked, 0, 0), (Count(rehearsal, "wouldLink"), Count(rehearsal, "linked"), Sent(server)));
        var run = await RelinkAsync(server, 0, ["--from", Journal]);
        Assert.Equal((unlinked, unlinked), (Count(run, "linked"), Sent(server)));
        Assert.Equal(before, await PoolState.IdentitiesAsync(server));
        var again = await RelinkAsync(server, 0, ["--from", Journal]);

        Assert.Equal((0, unlinked, unlinked), (Count(again, "linked"), Count(again, "alreadyLinked"), Sent(server)));
        Assert.Equal(
            ["items", "whatIf", "wouldLink", "linked", "alreadyLinked", "notPossible", "failed", "changedWithError", "mayHaveBeenDone", "notBegun", "requests", "billedReads", "throttled", "retried", "seconds", "listedAt"],
            run.EnumerateObject().Select(property => property.Name));
        Assert.All(run.GetProperty("items").EnumerateArray(), item => Assert.True(item.GetProperty("verified").GetBoolean()));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_run_can_be_undone_from_its_output(string format)
    {
        using var server = StartGenerated();
        var before = await PoolState.IdentitiesAsync(server);
        var results = _files.Write("results", await UnlinkAsync(server, format));

        var run = await RelinkAsync(server, 0, ["--from", results]);

        Assert.True(Count(run, "linked") > 10);
        Assert.Equal(before, await PoolState.IdentitiesAsync(server));
    }

    [Fact]
    public async Task An_output_that_was_cut_off_is_undone_up_to_there()
    {
        using var server = StartGenerated();
        var output = (await UnlinkAsync(server)).Output;
        var unlinked = Count(JsonDocument.Parse(output).RootElement, "unlinked");
        var results = _files.Write("results", output[..(output.LastIndexOf("\"userPoolId\"", StringComparison.Ordinal) + 5)]);

        var run = await RelinkAsync(server, 1, ["--from", results]);

        Assert.InRange(Count(run, "linked"), 1, unlinked);
        Assert.Equal(1, Count(run, "failed"));
        Assert.Equal("RowNotReadable", run.GetProperty("items").EnumerateArray().Last().GetProperty("errorId").GetString());
    }

    [Theory]
    [InlineData("""{"Users":[{"Username":"bob","ProviderName":"Okta","Subject":"1"}],"UserPoolId":"us-east-1_Other"} [""")]
    [InlineData("""{"items":[{"Username":"bob","ProviderName":"Okta","Subject":"1"}],"UserPoolId":"us-east-1_Other",""")]
    [InlineData("""{"Users":[{"Username":"bob","ProviderName":"Okta","Subject":"1"}],"User""")]
    [InlineData("""{"items":[{"Username":"bob","ProviderName":"Okta","Subject":"1"}],"User""")]
    public async Task A_row_is_not_linked_without_a_field_that_is_or_may_have_been_beside_its_list(string text)
    {
        using var server = _files.Start("""{"username":"bob","status":"CONFIRMED"}""");

        await RelinkAsync(server, 1, ["--from", _files.Write("cut.json", text), "--user-pool-id", server.UserPool.UserPoolId]);

        Assert.Equal(0, Sent(server));
    }

    [Fact]
    public async Task A_run_can_be_undone_from_a_list_made_before_it()
    {
        using var server = StartGenerated();
        var before = await PoolState.IdentitiesAsync(server);
        var listed = _files.Write("before.csv", await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv"));
        await UnlinkAsync(server);

        var run = await RelinkAsync(server, 0, ["--from", listed, "--user-pool-id", server.UserPool.UserPoolId]);

        Assert.True(Count(run, "linked") > 10 && Count(run, "alreadyLinked") > 0);
        Assert.Equal(before, await PoolState.IdentitiesAsync(server));
    }

    [Fact]
    public async Task An_undo_does_not_link_to_another_user_with_the_same_name()
    {
        using var server = _files.Start("""{"username":"bob","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"1"},{"providerName":"Google","value":"2"}]}""");
        await UnlinkAsync(server);
        File.WriteAllText(Journal, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(Journal), "\"sub\":\"[^\"]+\"", "\"sub\":\"of-an-earlier-bob\""));

        var run = await RelinkAsync(server, 1, ["--from", Journal]);

        Assert.Equal((1, 0), (Count(run, "notPossible"), Sent(server)));
    }

    [Fact]
    public async Task An_undo_is_resumed_from_its_own_journal()
    {
        using var server = StartGenerated();
        var before = await PoolState.IdentitiesAsync(server);
        var unlinked = Count(JsonDocument.Parse((await UnlinkAsync(server)).Output).RootElement, "unlinked");
        string[] arguments = ["--from", Journal, "--journal", _files.PathOf("undo.jsonl")];

        var first = await RelinkAsync(server, 4, [.. arguments, "--maximum-change", "5"]);
        Assert.Equal((5, 5), (Count(first, "linked"), Sent(server)));
        var rest = await RelinkAsync(server, 0, arguments);

        Assert.Equal((unlinked - 5, 5), (Count(rest, "linked"), Count(rest, "alreadyLinked")));
        Assert.Equal(unlinked, Sent(server));
        Assert.Equal(before, await PoolState.IdentitiesAsync(server));
    }

    [Fact]
    public async Task An_undo_does_not_repeat_links_that_the_journal_already_records()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        var run = await RelinkAsync(server, 0, ["--from", Journal, "--journal", Journal]);
        Assert.Equal(2, Count(run, "linked"));
        await Cli.RunAsync(server.UserPool, "unlink", "--provider", "Okta", "--yes");

        var again = await RelinkAsync(server, 0, ["--from", Journal]);

        Assert.Empty(again.GetProperty("items").EnumerateArray());
        Assert.Equal(2, Sent(server));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_undo_recorded_in_the_journal_of_its_run_is_known_to_the_report_and_the_next_run(bool isTorn)
    {
        using var server = _files.Start(Users);
        var before = await PoolState.IdentitiesAsync(server);
        var page = _files.PathOf("okta.html");
        for (var round = 1; round <= 2; round++)
        {
            Assert.Equal(2, Count(JsonDocument.Parse((await UnlinkAsync(server)).Output).RootElement, "unlinked"));
            if (isTorn)
            {
                await File.AppendAllTextAsync(Journal, """{"time":"2026-03-29T01:30:00.0000000Z","ru""");
            }

            var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", Journal, "--journal", Journal, "--yes"]);

            Assert.True(run.ExitCode == 0, run.ToString());
            Assert.Contains("2 linked, 0 already linked, 0 not possible, 0 failed", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("not record this undo", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, await PoolState.IdentitiesAsync(server));
            Assert.Equal(0, (await Cli.RunAsync("report", Journal, "--out", page)).ExitCode);
            Assert.Contains("data-undo=\"Linked\">2<", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_undo_that_the_journal_does_not_record_causes_a_warning()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);

        var rehearsal = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", Journal, "--what-if"]);
        var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", Journal, "--yes"]);

        Assert.DoesNotContain("not record this undo", rehearsal.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith(
            $"cognito-unlink: Warning: The journal '{Journal}' does not record this undo. A later unlink with it would skip the identities that are linked again now. To record the undo, run this command again with --journal {Journal}.\n",
            run.Error,
            StringComparison.Ordinal);
        var again = JsonDocument.Parse((await UnlinkAsync(server)).Output).RootElement;
        Assert.All(again.GetProperty("items").EnumerateArray(), item => Assert.Equal("Unlinked", item.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task A_journal_from_stdin_leaves_no_copy_behind_when_the_process_is_killed()
    {
        Skip.Unless(OperatingSystem.IsLinux(), "On other systems the copy has a name until its process ends.");
        using var server = StartGenerated();
        await UnlinkAsync(server);
        var journal = await File.ReadAllTextAsync(Journal, TestContext.Current.CancellationToken);
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", Hang = true });
        server.ClearRequests();
        var temporary = Directory.CreateDirectory(_files.PathOf("temporary"));
        var pool = server.UserPool;
        using var process = Interruption.StartProcess(
            new Dictionary<string, string?>(Interruption.KeysOf(pool)) { ["TMPDIR"] = temporary.FullName },
            "relink", "--from", "-", "--yes", "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl);
        await process.StandardInput.WriteAsync(journal);
        process.StandardInput.Close();
        await WaitUntilAsync(() => server.GetRequests().Any(request => request.Operation == "AdminGetUser"), process);

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(server.GetRequests(), request => request.Operation == "AdminGetUser");
        Assert.Empty(temporary.EnumerateFiles("cognito-unlink-*"));
    }

    private static async Task WaitUntilAsync(Func<bool> condition, System.Diagnostics.Process process)
    {
        for (var i = 0; i < 3000 && !condition() && !process.HasExited; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_journal_can_be_piped_in_and_filtered()
    {
        using var server = _files.Start(Users);
        await Cli.RunAsync(server.UserPool, "unlink", "--all-providers", "--yes", "--journal", Journal);
        Assert.Empty(await PoolState.IdentitiesAsync(server));
        var journal = await File.ReadAllTextAsync(Journal);

        await RelinkAsync(server, 0, ["--from", "-", "--username", "carol"], journal);
        Assert.Equal(["carol/Okta/carol@corp.example"], await PoolState.IdentitiesAsync(server));
        await RelinkAsync(server, 0, ["--from", "-", "--provider", "Goo*"], journal);

        Assert.Equal(["alice/Google/1", "carol/Okta/carol@corp.example"], await PoolState.IdentitiesAsync(server));
    }

    [Fact]
    public async Task A_link_is_restored_by_the_attribute_it_was_unlinked_by()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);

        var run = await RelinkAsync(server, 0, ["--from", Journal]);

        Assert.Equal(["Cognito_Subject", "email"], run.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("providerAttributeName").GetString()));
    }

    [Fact]
    public async Task An_unlink_whose_outcome_is_missing_from_the_journal_is_also_undone()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        var lines = await File.ReadAllLinesAsync(Journal);
        var cutOff = Array.FindLastIndex(lines, line => line.Contains("\"unlinked\"", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(Journal, lines[..cutOff]);

        var run = await RelinkAsync(server, 0, ["--from", Journal]);

        Assert.Equal(2, Count(run, "linked"));
        Assert.Equal(["alice/Google/1", "alice/Okta/Alice@Corp.example", "carol/Okta/carol@corp.example"], await PoolState.IdentitiesAsync(server));
    }

    [Fact]
    public async Task A_link_that_is_not_possible_is_reported_with_its_reason_and_exit_code_1()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        using var client = new HttpClient();
        var signIn = await client.PostAsJsonAsync(
            new Uri(new Uri(server.UserPool.EndpointUrl), "_local/sign-in"),
            new { providerName = "Okta", subject = "Alice@Corp.example", attributes = new { email = "alice@corp.example" } });
        Assert.True(signIn.IsSuccessStatusCode);

        var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", Journal, "--yes", "--output", "json"]);

        Assert.Equal(1, run.ExitCode);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((1, 1, 0), (Count(result, "linked"), Count(result, "notPossible"), Count(result, "failed")));

        // In the order in which they were unlinked, several at a time.
        var item = result.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("outcome").GetString() != "Linked");
        Assert.Equal(("alice", "NotPossible", "LinkNotPossible"), (item.GetProperty("username").GetString(), item.GetProperty("outcome").GetString(), item.GetProperty("errorId").GetString()));
        Assert.Contains("signed in again", item.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("cognito-unlink: LinkNotPossible: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 linked, 0 already linked, 1 not possible, 0 failed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_row_is_an_error_with_file_and_line_and_the_rest_are_linked()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        var rows = _files.Write("rows.csv", """
            UserPoolId,Username,ProviderName,ProviderAttributeName,ProviderAttributeValue,Outcome
            us-east-1_LocalPool,,Okta,Cognito_Subject,x,Unlinked
            ,alice,Okta,Cognito_Subject,x,Unlinked
            us-east-1_LocalPool,alice,Okta,Cognito_Subject,,Unlinked
            us-east-1_LocalPool,alice,Okta,Cognito_Subject,Alice@Corp.example,Skipped
            us-east-1_LocalPool,carol,Okta,email,carol@corp.example,Unlinked
            """);

        var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", rows, "--yes"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"UsernameMissing: Line 2 of '{rows}': ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"IncompleteRow: Line 3 of '{rows}': ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"IncompleteRow: Line 4 of '{rows}': ", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 linked, 0 already linked, 0 not possible, 3 failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 row ignored (its outcome is not Unlinked)", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, Sent(server));
    }

    [Fact]
    public async Task An_incomplete_last_line_causes_a_warning()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        var lines = File.ReadAllLines(Journal).Length;
        File.AppendAllText(Journal, "{\"time\":");

        var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", Journal, "--what-if"]);

        Assert.Contains($"cognito-unlink: Warning: The last line of '{Journal}' (line {lines + 1}) is incomplete and was ignored.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_from_a_pool_other_than_the_given_one_is_an_error()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        var other = _files.Write("other.jsonl", (await File.ReadAllTextAsync(Journal)).Replace("us-east-1_LocalPool", "us-east-1_Other", StringComparison.Ordinal));

        var run = await RelinkAsync(server, 1, ["--from", other, "--user-pool-id", "us-east-1_LocalPool"]);

        Assert.All(run.GetProperty("items").EnumerateArray(), item => Assert.Equal("OtherUserPool", item.GetProperty("errorId").GetString()));
        Assert.Equal((2, 0), (Count(run, "failed"), Sent(server)));
    }

    [Fact]
    public async Task A_damaged_journal_stops_the_undo_before_any_request()
    {
        using var server = _files.Start(Users);
        await UnlinkAsync(server);
        await File.AppendAllTextAsync(Journal, "{}\n{}\n");
        server.ClearRequests();

        var run = await Cli.RunAtAsync(server.UserPool, ["relink", "--from", Journal, "--yes"]);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("cognito-unlink: JournalDamaged: Line ", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
    }
}
