using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The sample's state machine, walked with the real command line as its task.</summary>
public sealed class ShardedWalkTests : IDisposable
{
    internal static Dictionary<string, string> Stack { get; } = new()
    {
        ["AWS::Partition"] = "aws",
        ["Bucket"] = "bucket",
        ["MaxConcurrency"] = "3",
        ["ToleratedFailurePercentage"] = "10",
        ["Cluster.Arn"] = "arn:aws:ecs:eu-west-1:111122223333:cluster/c",
        ["TaskDefinition"] = "arn:aws:ecs:eu-west-1:111122223333:task-definition/t:1",
        ["Subnets"] = "subnet-1\",\"subnet-2",
        ["TaskSecurityGroup.GroupId"] = "sg-1",
        ["AssignPublicIp"] = "DISABLED",
        ["Function.Arn"] = "arn:aws:lambda:eu-west-1:111122223333:function:f",
    };

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>A pool in its own account, and its twin, which a single run unlinks.</summary>
    private sealed record Account(string Id, ILocalUserPoolServer Server, ILocalUserPoolServer Twin, string[] Shards, int Rows) : IDisposable
    {
        public string Pool => Server.UserPool.UserPoolId;

        public void Dispose()
        {
            Server.Dispose();
            Twin.Dispose();
        }
    }

    private static async Task<Account> StartAsync(TaskContainer tasks, RowFolder files, string id, string pool, int seed, int shards)
    {
        var options = new LocalUserPoolOptions { UserPoolId = pool, UserCount = 120, Seed = seed };
        var (server, twin) = (new LocalUserPoolFactory().Start(options), new LocalUserPoolFactory().Start(options));
        var plan = (await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv")).Output;
        tasks.Put($"plans/{pool}.csv", plan);
        var once = await Cli.RunAsync(twin.UserPool, "unlink", "--from", files.Write($"{pool}.csv", plan), "--yes");
        Assert.True(once.ExitCode == 5, once.ToString());
        server.ClearRequests();
        return new Account(id, server, twin, [.. Enumerable.Range(1, shards).Select(shard => $"{shard}/{shards}")], plan.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public async Task Eight_shards_in_three_accounts_survive_a_kill_and_throttling_and_match_single_runs()
    {
        Skip.Unless(!OperatingSystem.IsWindows() && Tool.Works("sh", "-c", "true"), "Needs sh.");
        var tasks = new TaskContainer(_files);
        using var first = await StartAsync(tasks, _files, "111111111111", "eu-west-1_First", seed: 1, shards: 3);
        using var second = await StartAsync(tasks, _files, "222222222222", "us-east-1_Second", seed: 2, shards: 3);
        using var third = await StartAsync(tasks, _files, "333333333333", "ap-southeast-2_Third", seed: 3, shards: 2);
        Account[] accounts = [first, second, third];
        first.Server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", LatencyMilliseconds = 400 });
        third.Server.Quotas = new LocalUserPoolQuotas { RequestsPerSecond = new Dictionary<string, double> { ["UserUpdate"] = 15 }, Burst = 1 };
        tasks.Put("manifest.csv", "account,region,userPoolId,roleArn,plan,shard,requestsPerSecond\n" + string.Concat(
            from account in accounts
            from shard in account.Shards
            select $"{account.Id},{account.Pool.Split('_')[0]},{account.Pool},arn:aws:iam::{account.Id}:role/CognitoUnlink,plans/{account.Pool}.csv,{shard},200\n"));
        var assumed = new ConcurrentBag<string>();
        await using var sts = new AnsweringServer((_, body) =>
        {
            assumed.Add(body);
            return SecurityTokens.Answer(body, first.Server.UserPool);
        });

        // The second shard of the first account loses its host in the middle of its work, and gets no other until the redrive.
        var hasHosts = false;
        var oneIsDone = new TaskCompletionSource();
        var starts = new ConcurrentDictionary<string, int>();
        async Task<JsonNode> RunTaskAsync(string resource, JsonNode parameters, CancellationToken stop)
        {
            Assert.Equal("arn:aws:states:::ecs:runTask.sync", resource);
            Assert.Equal("""["subnet-1","subnet-2"]""", parameters["NetworkConfiguration"]!["AwsvpcConfiguration"]!["Subnets"]!.ToJsonString());
            var row = parameters["Overrides"]!["ContainerOverrides"]![0]!["Environment"]!.AsArray().ToDictionary(one => (string)one!["Name"]!, one => (string?)one!["Value"]!);
            var (pool, shard) = (row["USER_POOL_ID"]!, row["SHARD"]!);
            var start = starts.AddOrUpdate($"{pool} {shard}", 1, (_, before) => before + 1);
            if ((pool, shard, start) is ("us-east-1_Second", "1/3", 1))
            {
                throw new StatesException("ECS.ThrottlingException", "Rate exceeded");
            }

            var isDoomed = !hasHosts && (pool, shard) is ("eu-west-1_First", "2/3");
            if (isDoomed && start > 1)
            {
                await oneIsDone.Task.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
                throw new StatesException("States.TaskFailed", "Capacity is unavailable at this time");
            }

            var account = accounts.Single(one => one.Pool == pool);
            var task = tasks.Start([.. TaskContainer.Variables(account.Server.UserPool), .. row, new("AWS_ENDPOINT_URL_STS", sts.Url), new("EXTERNAL_ID", "shibboleth")]);
            while (isDoomed && !tasks.Pieces(pool, shard).Any(piece => File.ReadAllText(piece).Contains("\"unlinked\"", StringComparison.Ordinal)))
            {
                Assert.False(task.HasEnded, "It ended before it could be killed.");
                await Task.Delay(20, CancellationToken.None);
            }

            if (isDoomed)
            {
                task.Kill();
                first.Server.ClearFaults();
            }

            await using var onStop = stop.Register(() => _ = task.TerminateAsync());
            var ended = await task.EndAsync();
            stop.ThrowIfCancellationRequested();
            _ = ended.ExitCode == 0 && oneIsDone.TrySetResult();
            return ended.ExitCode == 0 ? new JsonObject() : throw new StatesException("States.TaskFailed", isDoomed ? "Host EC2 (instance) terminated." : ended.ToString());
        }

        var machine = StateMachine.Of(StateMachine.Definition("StateMachine", Stack), RunTaskAsync, Read, tasks.PutAt);
        string Read(string bucket, string key) => File.ReadAllText(tasks.PathInS3($"../../{bucket}/{key}"));

        var execution = await machine.StartAsync(new JsonObject { ["prefix"] = "prefix", ["options"] = "--throttle-limit 1" });
        Assert.Equal(("Failed", "States.ExceedToleratedFailureThreshold"), (execution.Status, execution.Error));
        var killed = Assert.Single(execution.Rows, row => row.Status == "Failed");
        Assert.Equal([120, 240, 480, 960, 1800], machine.Waits.Where(wait => wait.Execution == killed.Id).Select(wait => wait.Seconds));
        Assert.NotEqual(await PoolState.IdentitiesAsync(first.Twin), await PoolState.IdentitiesAsync(first.Server));
        string[] done = [.. execution.Rows.Where(row => row.Status == "Succeeded").Select(row => $"{row.Input["row"]!["userPoolId"]} {row.Input["row"]!["shard"]}")];

        hasHosts = true;
        var startsBefore = starts.ToDictionary();
        await machine.RedriveAsync(execution);
        Assert.Equal((8, "Succeeded"), (execution.Rows.Count, execution.Status));
        Assert.All(execution.Rows, row => Assert.Equal("Succeeded", row.Status));
        Assert.Contains(machine.Waits, wait => wait is { Error: "ECS.ThrottlingException", Seconds: 30 });
        Assert.True(starts["eu-west-1_First 2/3"] > startsBefore["eu-west-1_First 2/3"]);
        Assert.NotEmpty(done);
        Assert.All(done, row => Assert.Equal(startsBefore[row], starts[row]));
        Assert.Equal(8, JsonNode.Parse(Read("bucket", "prefix/results/SUCCEEDED_0.json"))!.AsArray().Count);

        // No request used the container's own keys, and each role was assumed as its trust policy requires.
        Assert.Equal(
            accounts.Select(account => account.Id),
            assumed.Where(body => body.Contains("Action=AssumeRole", StringComparison.Ordinal)).Select(body => body.Split("iam%3A%3A")[1][..12]).Distinct().Order());
        Assert.All(assumed.Where(body => body.Contains("Action=AssumeRole", StringComparison.Ordinal)), body => Assert.Contains("ExternalId=shibboleth", body, StringComparison.Ordinal));

        // The service throttled the third account, but no item failed because of it.
        Assert.Contains(third.Server.GetRequests(), request => request.ErrorCode == "TooManyRequestsException");

        var journals = accounts.SelectMany(account => account.Shards.Select(shard => tasks.Journal(account.Pool, shard))).ToList();
        foreach (var account in accounts)
        {
            Assert.Empty(account.Shards.SelectMany(shard => tasks.Others(account.Pool, shard)));
            Assert.Equal(await PoolState.IdentitiesAsync(account.Twin), await PoolState.IdentitiesAsync(account.Server));
        }

        // The killed task was in the middle of its work.
        var halves = new JournalReader(tasks.Journal(first.Pool, "2/3")).Read().Where(record => record.Event == JournalEvent.Unlinked).GroupBy(record => record.Run);
        Assert.Equal(2, halves.Count());

        // Every row of the plans has an outcome in the merged journal. What the lost host did after its last piece was found to be done.
        var report = JournalReport.Read(journals.Select(journal => (journal, journal)));
        Assert.Equal((accounts.Sum(account => account.Rows), 0, 0), (report.Items, report.Count(ItemOutcome.Failed), report.OpenLinks));
        var outcomes = journals.SelectMany(journal => new JournalReader(journal).Read()).Where(record => record is { Username: not null, Event: not JournalEvent.Intent })
            .Select(record => (record.UserPoolId, record.Username, record.ProviderName, record.ProviderAttributeValue)).Distinct();
        Assert.Equal(accounts.Sum(account => account.Rows), outcomes.Count());
        var page = await Cli.RunAsync(["report", .. journals, "--out", _files.PathOf("all.html")]);
        Assert.True(page.ExitCode == 0, page.ToString());
    }

    // A walk that ignored what it does not know would prove nothing.
    [Theory]
    [InlineData("Catch", "[]")]
    [InlineData("HeartbeatSeconds", "60")]
    [InlineData("Type", "\"Parallel\"")]
    [InlineData("Retry", "[{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":1,\"BackoffRate\":1,\"MaxAttempts\":1,\"MaxDelaySeconds\":1,\"Later\":1}]")]
    [InlineData("Parameters", "{\"Name.$\":\"States.UUID()\"}")]
    public async Task The_state_machine_walk_refuses_states_and_fields_that_it_does_not_know(string property, string value)
    {
        var definition = StateMachine.Definition("StateMachine", Stack);
        definition["States"]!["EachRow"]!["ItemProcessor"]!["States"]!["Unlink"]![property] = JsonNode.Parse(value);
        var machine = StateMachine.Of(definition, (_, _, _) => throw new StatesException("Any", "any"), (_, _) => "userPoolId,roleArn,plan,shard,requestsPerSecond\na,b,c,1/1,1\n", (_, _, _) => { });

        await Assert.ThrowsAsync<NotSupportedException>(() => machine.StartAsync(new JsonObject { ["prefix"] = "prefix", ["options"] = "" }));
    }
}
