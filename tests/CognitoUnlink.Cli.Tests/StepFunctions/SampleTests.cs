using System.Text.RegularExpressions;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The sample that runs the command line under Step Functions, as far as it can run without AWS.</summary>
public sealed partial class SampleTests : IDisposable
{
    private static readonly string s_sample = Repository.PathOf("samples", "step-functions");

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static string Template(string name) => File.ReadAllText(Path.Combine(s_sample, name)).ReplaceLineEndings("\n");

    [Fact]
    public async Task The_templates_pass_cfn_lint()
    {
        Skip.Unless(Tool.Works("cfn-lint", "--version"), "cfn-lint is not on PATH.");

        var run = await Tool.RunAsync("cfn-lint", [Path.Combine(s_sample, "template.yaml"), Path.Combine(s_sample, "member-role.yaml")]);

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Fact]
    public async Task The_scripts_pass_shellcheck()
    {
        Skip.Unless(Tool.Works("shellcheck", "--version"), "shellcheck is not on PATH.");

        var run = await Tool.RunAsync("shellcheck", ["entrypoint.sh", "bootstrap.sh", "pools.sh", "cognito-unlink"], directory: s_sample);

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Fact]
    public void The_manifest_has_the_columns_that_the_state_machines_read()
    {
        var columns = File.ReadLines(Path.Combine(s_sample, "manifest.csv")).First().Split(',');
        var read = Column().Matches(Template("template.yaml")).Select(match => match.Groups[1].Value).Distinct();

        // The first two are for people.
        Assert.Equal(["account", "region"], columns[..2]);
        Assert.Equal(columns[2..].Order(), read.Order());
    }

    // Every kind of row that can send something: with a user, with a link by an attribute, without a user, and with a provider that does not exist.
    [Fact]
    public async Task The_role_policy_allows_exactly_the_operations_that_unlink_sends()
    {
        using var server = _files.Start("""
            {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"1"},{"providerName":"Google","value":"2"}]},
            {"username":"carol","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"carol@corp.example","attributeName":"email"}]}
            """);
        var plan = _files.Write("plan.csv", "Username,ProviderName,Subject\nalice,Okta,1\ncarol,Okta,carol@corp.example\n");
        var nobody = _files.Write("nobody.csv", "ProviderName,Subject\nGoogle,2\nOcta,3\n");

        await Cli.RunAsync(server.UserPool, "unlink", "--from", plan, "--from", nobody, "--yes");
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "ListUsers");

        // A shard has to find out which user has the address.
        var alias = _files.Write("alias.csv", "Username,ProviderName\nalice@corp.example,Google\n");
        await Cli.RunAsync(server.UserPool, "unlink", "--from", alias, "--shard", "1/1", "--yes");
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "ListUsers");
        await Cli.RunAsync(server.UserPool, "unlink", "--from", alias, "--shard", "1/2", "--yes");

        var allowed = Regex.Match(Template("member-role.yaml"), @"- Sid: Unlink\n +Effect: Allow\n +Action:\n((?: +- cognito-idp:\w+\n)+)").Groups[1].Value;
        Assert.Equal(
            allowed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim(' ', '-')).Order(),
            server.GetRequests().Select(request => $"cognito-idp:{request.Operation}").Distinct().Order());
    }

    // ListUserPools and ecr:GetAuthorizationToken have no resource.
    [Theory]
    [InlineData("template.yaml", "ecr:GetAuthorizationToken")]
    [InlineData("member-role.yaml", "cognito-idp:ListUserPools")]
    public void Policies_allow_named_actions_on_named_resources(string template, string exception)
    {
        var allowed = Template(template).Split("Effect: ").Where(statement => statement.StartsWith("Allow\n", StringComparison.Ordinal)).ToList();

        Assert.True(allowed.Count > 2);
        Assert.DoesNotContain(allowed, statement => AnyAction().IsMatch(statement));
        Assert.Contains($"Action: {exception}", Assert.Single(allowed, statement => statement.Contains("Resource: '*'", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_unlinks_its_shard_and_stores_the_journal_from_which_the_next_task_continues()
    {
        using var server = StartWithPlan(out var task);

        var first = await task.RunAsync(server.UserPool);
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal(string.Empty, first.Output);
        var unlinked = Unlinked(task).Count;
        Assert.True(unlinked > 10);
        server.ClearRequests();
        var pieces = task.Pieces(Pool, "1/1").ToDictionary(piece => piece, File.ReadAllText);
        var second = await task.RunAsync(server.UserPool);

        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal(2, Records(task).Count(record => record.Event == JournalEvent.RunStarted));
        Assert.Equal(unlinked, Unlinked(task).Count);
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "AdminDisableProviderForUser");
        Assert.All(pieces, piece => Assert.Equal(piece.Value, File.ReadAllText(piece.Key)));
        Assert.True(task.Pieces(Pool, "1/1").Length > pieces.Count);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_fetched_or_claimed_stops_the_task_before_any_request()
    {
        using var server = StartWithPlan(out var task);

        foreach (var failure in (string[])["FAIL_FROM", "FAIL_TO"])
        {
            var run = await task.RunAsync(server.UserPool, (failure, "journals"));
            Assert.True(run.ExitCode == 3, run.ToString());
            Assert.Empty(server.GetRequests());
        }
    }

    [Fact]
    public async Task A_journal_that_cannot_be_stored_fails_the_task()
    {
        using var server = StartWithPlan(out var task);

        var unkept = await task.RunAsync(server.UserPool, ("FAIL_TO", "000002"), ("FAST", "1"));

        Assert.True(unkept.ExitCode == 3, unkept.ToString());
        Assert.Contains("could not be uploaded", unkept.Error, StringComparison.Ordinal);
    }

    // The AWS CLI repeats a request that gets no answer, and then gets the answer that the object already exists.
    [Fact]
    public async Task A_journal_piece_whose_upload_answer_was_lost_still_belongs_to_the_task()
    {
        using var server = StartWithPlan(out var task);

        var run = await task.RunAsync(server.UserPool, ("LOSE_ANSWER", "00000"));

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.True(Unlinked(task).Count > 10);
        Assert.Empty(task.Others(Pool, "1/1"));
    }

    [Fact]
    public async Task A_terminated_task_ends_its_run_and_stores_the_journal()
    {
        using var server = StartWithPlan(out var task);
        var running = await StartSlowlyAsync(server, task, "a");

        await running.TerminateAsync();
        var ended = await running.EndAsync();

        Assert.True(ended.ExitCode == 130, ended.ToString());
        Assert.Equal(Done(server), Unlinked(task));
    }

    [Fact]
    public async Task Another_execution_leaves_a_shard_alone_while_it_is_being_worked_on()
    {
        using var server = StartWithPlan(out var task);
        var running = await StartSlowlyAsync(server, task, "arn:aws:states:eu-west-1:111122223333:execution:unlink/EachRow:a");
        var other = await task.RunAsync(server.UserPool, ("EXECUTION", "b"), ("KEEP_SECONDS", "60"));
        await running.TerminateAsync();
        await running.EndAsync();

        Assert.True(other.ExitCode == 6, other.ToString());
        Assert.Contains("Nothing was done, because arn:aws:states:eu-west-1:111122223333:execution:unlink/EachRow:a is working on shard 1/1 of us-east-1_LocalPool.", other.Error, StringComparison.Ordinal);
        Assert.Single(Records(task), record => record.Event == JournalEvent.RunStarted);

        // The first task has released the shard, so the next one need not wait.
        server.ClearFaults();
        var next = await task.RunAsync(server.UserPool, ("EXECUTION", "b"), ("KEEP_SECONDS", "60"));
        Assert.True(next.ExitCode == 0, next.ToString());
    }

    [Fact]
    public async Task If_two_tasks_share_a_journal_one_continues_and_the_work_of_both_is_recorded()
    {
        using var server = StartWithPlan(out var task);
        var first = await StartSlowlyAsync(server, task, "a", clock: _files.PathOf("clock"));
        var second = task.Start(Slow(server, "a"));
        while (task.Pieces(Pool, "1/1").Length < 2)
        {
            Assert.False(second.HasEnded, "It ended before it took over the shard.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        _files.Write("clock", string.Empty);
        var lost = await first.EndAsync();
        server.ClearFaults();
        var won = await second.EndAsync();

        // If both processed the same user with two identities, one may have failed. The state machine then starts another task.
        if (won.ExitCode == 1)
        {
            won = await task.Start(Slow(server, "a")).EndAsync();
        }

        Assert.True(lost.ExitCode == 6 && won.ExitCode == 0, $"{lost}\n{won}");
        Assert.Contains("Another task has taken over shard 1/1 of us-east-1_LocalPool. The journal of this one is s3://bucket/prefix/journals/us-east-1_LocalPool/1-1/other-", lost.Error, StringComparison.Ordinal);
        var others = task.Others(Pool, "1/1");
        Assert.Single(others);

        // Each unlink that the service carried out is recorded by one of the two.
        Assert.Equal(Done(server), Unlinked(task).Concat(Unlinked(others[0])).Distinct().Order(StringComparer.Ordinal));
        var report = await Cli.RunAsync(["report", task.Journal(Pool, "1/1"), others[0], "--out", _files.PathOf("both.html")]);
        Assert.True(report.ExitCode == 0, report.ToString());
    }

    [Fact]
    public async Task Two_tasks_cannot_start_the_same_shard_at_once()
    {
        using var server = StartWithPlan(out var task);

        // A rival claims the piece after this task has looked for it.
        var run = await task.RunAsync(server.UserPool, ("RIVAL", "000001"));

        Assert.True(run.ExitCode == 6, run.ToString());
        Assert.Contains("Nothing was done, because another task began shard ", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
    }

    private const string Pool = LocalUserPoolOptions.DefaultUserPoolId;

    private static IEnumerable<JournalRecord> Records(TaskContainer task) => new JournalReader(task.Journal(Pool, "1/1")).Read();

    private static List<string> Unlinked(TaskContainer task) => Unlinked(task.Journal(Pool, "1/1"));

    private static List<string> Unlinked(string journal) =>
        [.. new JournalReader(journal).Read().Where(record => record.Event == JournalEvent.Unlinked).Select(record => record.ProviderAttributeValue!).Order(StringComparer.Ordinal)];

    /// <summary>The identities that the service unlinked.</summary>
    private static List<string> Done(ILocalUserPoolServer server) =>
        [.. server.GetRequests().Where(request => request is { Operation: "AdminDisableProviderForUser", StatusCode: 200 }).Select(request => request.ProviderAttributeValue!).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string?> Slow(ILocalUserPoolServer server, string execution, string? clock = null) =>
        new(TaskContainer.Variables(server.UserPool)) { ["EXECUTION"] = execution, ["CLOCK"] = clock, ["OPTIONS"] = "--throttle-limit 1" };

    /// <summary>Starts a task and waits until it has sent its first unlink.</summary>
    private static async Task<RunningTask> StartSlowlyAsync(ILocalUserPoolServer server, TaskContainer task, string execution, string? clock = null)
    {
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", LatencyMilliseconds = 300 });
        var running = task.Start(Slow(server, execution, clock));
        while (!server.GetRequests().Any(request => request.Operation == "AdminDisableProviderForUser"))
        {
            Assert.False(running.HasEnded, "It ended before it sent an unlink.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return running;
    }

    private ILocalUserPoolServer StartWithPlan(out TaskContainer task)
    {
        Skip.Unless(!OperatingSystem.IsWindows() && Tool.Works("sh", "-c", "true"), "Needs sh.");
        var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });
        var list = Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv").GetAwaiter().GetResult();
        task = new TaskContainer(_files);
        task.Put("plans/plan.csv", list.Output);
        server.ClearRequests();
        return server;
    }

    [GeneratedRegex(@"Action: (\S*\*|\[.*\*)|\n +- [a-z-]+:\w*\*")]
    private static partial Regex AnyAction();

    [GeneratedRegex(@"\$\.row\.(\w+)")]
    private static partial Regex Column();
}
