using System.Text.Json.Nodes;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The sample's smaller form: the same image as a Lambda function.</summary>
public sealed class FunctionTests : IDisposable
{
    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_function_works_through_a_shard_in_steps_until_nothing_is_left_to_do()
    {
        Skip.Unless(!OperatingSystem.IsWindows() && Tool.Works("jq", "--version") && Tool.Works("curl", "--version"), "Needs sh, jq and curl.");
        var options = new LocalUserPoolOptions { UserCount = 80 };
        using var server = new LocalUserPoolFactory().Start(options);
        using var twin = new LocalUserPoolFactory().Start(options);
        var tasks = new TaskContainer(_files);
        var plan = (await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv")).Output;
        tasks.Put("plans/plan.csv", plan);
        tasks.Put("manifest.csv", "userPoolId,roleArn,plan,shard,requestsPerSecond\n" + string.Concat(((string[])["1/2", "2/2"]).Select(shard => $"{server.UserPool.UserPoolId},,plans/plan.csv,{shard},200\n")));
        await Cli.RunAsync(twin.UserPool, "unlink", "--from", _files.Write("plan.csv", plan), "--yes");
        server.ClearRequests();
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", LatencyMilliseconds = 100 });

        await using var lambda = new LambdaRuntime();
        var function = Start(tasks, lambda, server.UserPool, "2s");
        var machine = StateMachine.Of(
            StateMachine.Definition("FunctionMachine", ShardedWalkTests.Stack),
            (resource, parameters, _) =>
            {
                Assert.Equal(("arn:aws:states:::lambda:invoke", "arn:aws:lambda:eu-west-1:111122223333:function:f"), (resource, (string?)parameters["FunctionName"]));
                return lambda.InvokeAsync(parameters["Payload"]!);
            },
            (bucket, key) => File.ReadAllText(tasks.PathInS3($"../../{bucket}/{key}")),
            tasks.PutAt);
        var execution = await machine.StartAsync(new JsonObject { ["prefix"] = "prefix", ["options"] = "--throttle-limit 1 --no-caller-identity" });
        function.Kill();

        Assert.True(execution.Status == "Succeeded", $"{execution.Error} {(await function.EndAsync()).Error}");
        Assert.Empty(machine.Waits);
        Assert.True(lambda.Invocations > 2, $"{lambda.Invocations}");
        Assert.Equal(await PoolState.IdentitiesAsync(twin), await PoolState.IdentitiesAsync(server));
        var unlinked = ((string[])["1/2", "2/2"]).SelectMany(shard => new JournalReader(tasks.Journal(server.UserPool.UserPoolId, shard)).Read()).Where(record => record.Event == JournalEvent.Unlinked).ToList();
        Assert.Equal(server.GetRequests().Count(request => request is { Operation: "AdminDisableProviderForUser", StatusCode: 200 }), unlinked.Count);
    }

    [Theory]
    [InlineData("ExitCode3", "none.csv", """{"PREFIX":"prefix","USER_POOL_ID":"us-east-1_LocalPool","PLAN":"plans/none.csv","SHARD":"1/1","REQUESTS_PER_SECOND":"1"}""")]
    [InlineData("ExitCode2", "USER_POOL_ID", """{"PREFIX":"prefix"}""")]
    [InlineData("ExitCode2", "$(touch injected)", """{"PREFIX":"prefix","USER_POOL_ID":"us-east-1_LocalPool","PLAN":"plans/plan.csv","SHARD":"$(touch injected)","REQUESTS_PER_SECOND":"1"}""")]
    public async Task A_failure_becomes_the_error_of_its_invocation_and_the_next_invocation_is_handled(string error, string message, string payload)
    {
        Skip.Unless(!OperatingSystem.IsWindows() && Tool.Works("jq", "--version") && Tool.Works("curl", "--version"), "Needs sh, jq and curl.");
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 20 });
        var tasks = new TaskContainer(_files);
        tasks.Put("plans/plan.csv", (await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv")).Output);
        await using var lambda = new LambdaRuntime();
        var function = Start(tasks, lambda, server.UserPool, "1m");

        var failure = await Assert.ThrowsAsync<StatesException>(() => lambda.InvokeAsync(JsonNode.Parse(payload)!));
        var answer = await lambda.InvokeAsync(new JsonObject
        {
            ["PREFIX"] = "prefix", ["USER_POOL_ID"] = server.UserPool.UserPoolId, ["PLAN"] = "plans/plan.csv", ["SHARD"] = "1/1", ["REQUESTS_PER_SECOND"] = "200",
        });
        function.Kill();

        Assert.Equal(error, failure.Error);
        Assert.Contains(message, failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, (int)answer["Payload"]!["exitCode"]!);
        Assert.False(File.Exists(_files.PathOf("injected")) || File.Exists(Repository.PathOf("injected")));
    }

    private static RunningTask Start(TaskContainer tasks, LambdaRuntime lambda, LocalUserPool pool, string stopAfter)
    {
        string[] fromTheEvent = ["PREFIX", "USER_POOL_ID", "PLAN", "SHARD", "REQUESTS_PER_SECOND"];
        return tasks.Start(
            [
                .. TaskContainer.Variables(pool).Where(variable => !fromTheEvent.Contains(variable.Key)),
                new("AWS_LAMBDA_RUNTIME_API", lambda.Host), new("STOP_AFTER", stopAfter), new("ENTRYPOINT", Repository.PathOf("samples", "step-functions", "entrypoint.sh")),
            ],
            Repository.PathOf("samples", "step-functions", "bootstrap.sh"));
    }
}
