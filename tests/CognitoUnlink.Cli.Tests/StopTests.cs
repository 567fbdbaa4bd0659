using System.Diagnostics;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Ctrl+C in every state in which a run may be waiting, with a peer that never answers.</summary>
public sealed class StopTests(ITestOutputHelper output) : IDisposable
{
    // The promise is two seconds. A run that hangs would hang for at least half a minute, and machines are busy.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    private const string Unlink = "AdminDisableProviderForUser";
    private const string Read = "AdminGetUser";
    private const string Alice = """{"username":"alice","identities":[{"providerName":"Google","value":"alice-google"},{"providerName":"Okta","value":"alice-okta","signedInSubject":"alice-okta"}]}""";
    private const string Bob = """{"username":"bob","identities":[{"providerName":"Okta","value":"bob-okta","signedInSubject":"bob-okta"}]}""";

    private static readonly Dictionary<string, State> s_states = new()
    {
        ["listing"] = new("ListUsers", ["--all-providers"]),
        ["listing in partitions"] = new("ListUsers", ["--all-providers", "--parallel"]),
        ["lookup"] = new(Read, ["--all-providers", "--username", "alice"]),
        ["lookup of a rehearsal"] = new("ListUsers", ["--all-providers", "--username", "alice", "--what-if"]),
        ["change"] = new(Unlink, ["--all-providers"]),
        ["sign-out"] = new("AdminUserGlobalSignOut", ["--all-providers", "--sign-out"]),
        ["verify"] = new(Read, ["--all-providers", "--verify", "--from", "NAMED"]) { Nth = 2 },
        ["pace"] = new(Unlink, ["--all-providers", "--requests-per-second", "0.1"]),
        ["retry"] = new(Unlink, ["--all-providers"]) { Error = "TooManyRequestsException", Requests = 6 },
        ["retry of a service fault"] = new(Unlink, ["--all-providers"]) { Error = "InternalErrorException", Requests = 3 },
        ["unknown providers, at the end"] = new("ListIdentityProviders", ["--provider", "Nope*"]),
    };

    private readonly RowFolder _files = new();

    public static TheoryData<string> States => [.. s_states.Keys];

    public void Dispose() => _files.Dispose();

    private ILocalUserPoolServer StartPool() => _files.Start($"{Alice},{Bob}");

    private async Task<ToolResult> StopAsync(string state, Interruption run, Func<bool> isReached)
    {
        await run.WaitUntilAsync(isReached, TimeSpan.FromSeconds(30));
        Assert.True(isReached(), $"{state} was not reached");
        await Task.Delay(s_moment);
        Assert.False(run.HasEnded, $"{state} did not wait");
        var (ended, took) = await run.InterruptAsync();

        output.WriteLine($"{state}: {took.TotalSeconds:0.00} s");
        Assert.True(ended.ExitCode == 130, ended.ToString());
        Assert.True(took < s_bound, $"{state}: {took.TotalSeconds:0.00} s");
        return ended;
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Ctrl_C_ends_a_run_in_every_waiting_state(string state)
    {
        var (operation, arguments) = s_states[state];
        using var server = StartPool();
        server.AddFault(new LocalUserPoolFault { Operation = operation, ErrorCode = s_states[state].Error, Hang = s_states[state].Error is null, Nth = s_states[state].Nth });
        var named = _files.Write("named.csv", "Username,ProviderName,Subject\nalice,Google,alice-google\n");

        using var run = Interruption.Start(server.UserPool, ["unlink", "--yes", .. arguments.Select(argument => argument == "NAMED" ? named : argument)]);
        await StopAsync(state, run, () => server.GetRequests().Count(request => request.Operation == operation) >= (s_states[state].Nth ?? s_states[state].Requests));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_while_credentials_are_fetched()
    {
        using var silent = new SilentServer();
        using var run = Interruption.Start(
            new Dictionary<string, string?> { ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = silent.Url },
            "unlink", "--user-pool-id", "us-east-1_Credential", "--all-providers", "--yes");
        await StopAsync("credentials", run, () => silent.Connections > 0);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_whose_endpoint_never_answers()
    {
        using var silent = new SilentServer();
        using var run = Interruption.Start(
            new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = "local", ["AWS_SECRET_ACCESS_KEY"] = "local" },
            "unlink", "--user-pool-id", "us-east-1_Endpoint", "--endpoint-url", silent.Url, "--all-providers", "--yes");
        await StopAsync("endpoint", run, () => silent.Connections > 0);
    }

    [Theory]
    [InlineData("settling before a change", "--username", "bob", "--all-providers")]
    [InlineData("settling at the end", "--username", "bob", "--provider", "Google")]
    public async Task Ctrl_C_ends_a_run_while_it_settles_open_intents_in_its_journal(string state, params string[] arguments)
    {
        using var server = StartPool();
        var journal = _files.PathOf("settle.jsonl");
        server.AddFault(new LocalUserPoolFault { Operation = Unlink, Hang = true });
        using (var first = Interruption.Start(server.UserPool, "unlink", "--yes", "--username", "alice", "--all-providers", "--journal", journal))
        {
            await StopAsync("change with a journal", first, () => server.GetRequests().Any(request => request.Operation == Unlink));
        }

        server.ClearFaults();
        server.ClearRequests();
        server.AddFault(new LocalUserPoolFault { Operation = Read, Username = "alice", Hang = true });
        using var run = Interruption.Start(server.UserPool, ["unlink", "--yes", .. arguments, "--journal", journal]);
        await StopAsync(state, run, () => server.GetRequests().Any(request => request is { Operation: Read, Username: "alice" }));

        // The journal is not locked, and the next run settles its open intent.
        server.ClearFaults();
        var next = await Cli.RunAsync(server.UserPool, ["unlink", "--yes", "--username", "alice", "--all-providers", "--journal", journal]);
        Assert.True(next.ExitCode == 0, next.ToString());
        Assert.Empty(await PoolState.IdentitiesAsync(server) is { } left ? left.Where(each => each.StartsWith("alice/", StringComparison.Ordinal)) : []);
    }

    [Theory]
    [InlineData("AdminLinkProviderForUser")]
    [InlineData("AdminGetUser")]
    public async Task Ctrl_C_ends_an_undo(string operation)
    {
        using var server = StartPool();
        server.AddFault(new LocalUserPoolFault { Operation = operation, Hang = true });
        var rows = _files.Write("rows.csv", "Username,ProviderName,Subject\nalice,Google,new-google\n");
        using var run = Interruption.Start(server.UserPool, "relink", "--yes", "--from", rows);
        await StopAsync($"undo, {operation}", run, () => server.GetRequests().Any(request => request.Operation == operation));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_list()
    {
        using var server = StartPool();
        server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", Hang = true });
        using var run = Interruption.Start(server.UserPool, "list");
        await StopAsync("list", run, () => server.GetRequests().Any(request => request.Operation == "ListUsers"));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_that_is_waiting_for_rows_on_stdin()
    {
        using var server = StartPool();
        using var run = Interruption.Start(server.UserPool, "unlink", "--yes", "--from", "-");
        var watch = Stopwatch.StartNew();
        await StopAsync("stdin", run, () => watch.Elapsed > TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_waiting_for_more_rows_on_stdin_which_then_reports_what_was_done()
    {
        using var server = StartPool();
        using var run = Interruption.Start(server.UserPool, "unlink", "--yes", "--output", "csv", "--from", "-");
        await run.WriteAsync("Username,ProviderName,Subject\nalice,Google,alice-google\n");
        var ended = await StopAsync("stdin after a row", run, () => server.GetRequests().Any(request => request is { Operation: Unlink, StatusCode: 200 }));
        Assert.Matches(",alice,[^,]*,Google,", ended.Output);
        Assert.Contains("Interrupted: 1 unlinked", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unlink Okta and Google identities from user 'alice' in user pool", "--provider", "Okta", "--provider", "Google", "--username", "alice")]
    [InlineData("Unlink all identities from users 'alice', 'bob' in user pool", "--all-providers", "--username", "alice", "--username", "bob")]
    [InlineData("Unlink all identities from every user in user pool", "--all-providers")]
    [InlineData("Unlink the identities listed in PLAN in user pool", "--from", "PLAN")]
    [InlineData("Unlink the Okta identities listed in PLAN for user 'alice' in user pool", "--from", "PLAN", "--provider", "Okta", "--username", "alice")]
    [InlineData("Unlink the identities listed in PLAN, and all identities of users listed by name alone, in user pool", "--from", "PLAN", "--all-providers")]
    public async Task The_prompt_says_which_identities_and_users_are_affected(string question, params string[] which)
    {
        Interruption.SkipWhereIgnored();
        using var files = new RowFolder();
        var plan = files.Write("plan.csv", "Username,ProviderName,Subject\nalice,Google,alice-google\n");
        question = question.Replace("PLAN", plan, StringComparison.Ordinal);
        which = [.. which.Select(argument => argument == "PLAN" ? plan : argument)];
        using var server = StartPool();
        var pool = server.UserPool;
        using var terminal = TerminalRun.Start(
            Interruption.KeysOf(pool),
            ["unlink", "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl, .. which]);
        await terminal.WaitForAsync($"{question} {pool.UserPoolId} at {new Uri(pool.EndpointUrl).Authority}?");
        await terminal.WriteAsync("n\r");
        await terminal.EndAsync();
    }

    [Fact]
    public async Task Answering_no_to_the_prompt_unlinks_nothing_and_gives_exit_code_4()
    {
        using var server = StartPool();
        var pool = server.UserPool;
        using var terminal = TerminalRun.Start(
            Interruption.KeysOf(pool),
            "unlink", "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl, "--all-providers");
        await terminal.WaitForAsync("[y/N]");
        await terminal.WriteAsync("n\r");

        Assert.Equal(4, await terminal.EndAsync());
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == Unlink);
    }

    [Fact]
    public async Task Ctrl_C_at_the_prompt_ends_the_run()
    {
        Interruption.SkipWhereIgnored();
        using var server = StartPool();
        var pool = server.UserPool;
        using var terminal = TerminalRun.Start(
            Interruption.KeysOf(pool),
            "unlink", "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl, "--all-providers");
        await terminal.WaitForAsync("[y/N]");
        var watch = Stopwatch.StartNew();
        await terminal.WriteAsync("\x03");
        var exitCode = await terminal.EndAsync();

        output.WriteLine($"prompt: {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal(130, exitCode);
        Assert.True(watch.Elapsed < s_bound, $"{watch.Elapsed}");
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == Unlink);
    }

    private sealed record State(string Operation, string[] Arguments)
    {
        /// <summary>The error that the operation answers with; null if it never answers.</summary>
        public string? Error { get; init; }

        /// <summary>The number of the request that is affected; null for all of them.</summary>
        public int? Nth { get; init; }

        /// <summary>The number of requests that show that the run has reached the state.</summary>
        public int Requests { get; init; } = 1;
    }
}
