using System.Text.Json;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>The sample that runs the command line under Step Functions, as far as it goes without AWS.</summary>
public sealed class StepFunctionsTests : IDisposable
{
    private static readonly string s_sample = Repository.PathOf("samples", "step-functions");

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static JsonElement Json(params string[] path) => JsonDocument.Parse(File.ReadAllText(Path.Combine([s_sample, .. path]))).RootElement;

    private static string[] Actions(JsonElement policy) =>
    [
        .. from statement in policy.GetProperty("Statement").EnumerateArray()
           let action = statement.GetProperty("Action")
           from one in action.ValueKind == JsonValueKind.Array ? [.. action.EnumerateArray()] : new[] { action }
           orderby one.GetString()
           select one.GetString()!,
    ];

    [Fact]
    public void Each_state_leads_to_one_that_there_is_and_is_led_to()
    {
        var machine = Json("state-machine.asl.json");
        var steps = machine.GetProperty("States").GetProperty("EachRow").GetProperty("ItemProcessor");
        Assert.Equal("DISTRIBUTED", steps.GetProperty("ProcessorConfig").GetProperty("Mode").GetString());
        foreach (var states in new[] { machine, steps })
        {
            var names = states.GetProperty("States").EnumerateObject().Select(state => state.Name).ToHashSet();
            var leads = states.GetProperty("States").EnumerateObject().SelectMany(state => Leads(state.Value)).Append(states.GetProperty("StartAt").GetString()!).ToHashSet();
            Assert.Equal(names.Order(), leads.Order());
            Assert.All(states.GetProperty("States").EnumerateObject(), state => Assert.True(
                state.Value.GetProperty("Type").GetString() is "Fail" or "Succeed" or "Choice" || state.Value.TryGetProperty("Next", out _) || state.Value.TryGetProperty("End", out _), state.Name));
        }

        static IEnumerable<string> Leads(JsonElement state)
        {
            foreach (var property in state.EnumerateObject())
            {
                if (property.Name is "Next" or "Default")
                {
                    yield return property.Value.GetString()!;
                }
                else if (property.Name is "Choices" or "Catch")
                {
                    foreach (var lead in property.Value.EnumerateArray().SelectMany(Leads))
                    {
                        yield return lead;
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_variable_that_the_entry_point_needs_is_set_from_the_manifest_or_the_stack()
    {
        var overrides = Json("state-machine.asl.json").GetProperty("States").GetProperty("EachRow").GetProperty("ItemProcessor").GetProperty("States")
            .GetProperty("Unlink").GetProperty("Parameters").GetProperty("Overrides").GetProperty("ContainerOverrides")[0];
        var set = overrides.GetProperty("Environment").EnumerateArray().ToDictionary(
            variable => variable.GetProperty("Name").GetString()!,
            variable => variable.TryGetProperty("Value.$", out var path) ? path.GetString()![2..] : null);
        var entryPoint = File.ReadAllText(Path.Combine(s_sample, "entrypoint.sh"));

        Assert.All(set.Keys, name => Assert.Contains($"${{{name}:", entryPoint, StringComparison.Ordinal));
        Assert.Equal(
            File.ReadLines(Path.Combine(s_sample, "manifest.csv")).First().Split(',').Order(),
            set.Values.Where(column => column is not null).Order());
        Assert.Equal(overrides.GetProperty("Name").GetString(), Json("task-definition.json").GetProperty("containerDefinitions")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void The_exit_codes_that_are_tried_again_are_those_of_a_run_that_another_can_carry_on()
    {
        var retried = Json("state-machine.asl.json").GetProperty("States").GetProperty("EachRow").GetProperty("ItemProcessor").GetProperty("States")
            .GetProperty("Judge").GetProperty("Choices").EnumerateArray()
            .Where(choice => choice.TryGetProperty("Or", out _))
            .SelectMany(choice => choice.GetProperty("Or").EnumerateArray())
            .Select(choice => choice.GetProperty("NumericEquals").GetInt32());

        // Killed is 128 + 9; the others are the program's.
        Assert.Equal([3, 130, 137], retried);
    }

    [Fact]
    public async Task The_entry_point_is_clean()
    {
        Skip.Unless(Tool.Works("shellcheck", "--version"), "There is no shellcheck on PATH.");

        var run = await Tool.RunAsync("shellcheck", [Path.Combine(s_sample, "entrypoint.sh")]);

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    // Every kind of row that can send something: of a user, of a link made by an attribute, of nobody, and of a provider that there is not.
    [Fact]
    public async Task The_policy_of_the_pool_allows_what_unlink_sends_and_nothing_else()
    {
        using var server = _files.Start("""
            {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"1"},{"providerName":"Google","value":"2"}]},
            {"username":"carol","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"carol@corp.example","attributeName":"email"}]}
            """);
        var plan = _files.Write("plan.csv", "Username,ProviderName,Subject\nalice,Okta,1\ncarol,Okta,carol@corp.example\n");
        var nobody = _files.Write("nobody.csv", "ProviderName,Subject\nGoogle,2\nOcta,3\n");

        await Cli.RunAsync(server.UserPool, "unlink", "--from", plan, "--from", nobody, "--yes");
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "ListUsers");

        // A shard has to know who has the address.
        var alias = _files.Write("alias.csv", "Username,ProviderName\nalice@corp.example,Google\n");
        await Cli.RunAsync(server.UserPool, "unlink", "--from", alias, "--shard", "1/1", "--yes");
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "ListUsers");
        await Cli.RunAsync(server.UserPool, "unlink", "--from", alias, "--shard", "1/2", "--yes");

        Assert.Equal(
            Actions(Json("policies", "pool-role.json")),
            server.GetRequests().Select(request => $"cognito-idp:{request.Operation}").Distinct().Order());
    }

    [Fact]
    public void Policies_name_their_resources_but_where_there_are_none()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(s_sample, "policies")))
        {
            var policy = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            Assert.All(Actions(policy), action => Assert.DoesNotContain('*', action));
            foreach (var statement in policy.GetProperty("Statement").EnumerateArray())
            {
                Assert.True(
                    statement.TryGetProperty("Principal", out _)
                    || statement.GetProperty("Action").ToString() == "ecr:GetAuthorizationToken"
                    || !statement.GetProperty("Resource").ToString().Split('"').Contains("*") && statement.GetProperty("Resource").ToString() != "*",
                    $"{file}: {statement}");
            }
        }
    }

    [Fact]
    public async Task A_task_unlinks_its_shard_keeps_the_journal_and_the_next_carries_on()
    {
        using var server = StartWithPlan(out var task);

        var first = await task.RunAsync();
        Assert.True(first.ExitCode == 5, first.ToString());
        Assert.Equal(string.Empty, first.Output);
        var journal = task.PathInS3("journals/us-east-1_LocalPool/1-1/run.jsonl");
        var unlinked = new JournalReader(journal).Read().Count(record => record.Event == JournalEvent.Unlinked);
        Assert.True(unlinked > 10);
        server.ClearRequests();
        var second = await task.RunAsync();

        Assert.True(second.ExitCode == 5, second.ToString());
        Assert.Equal(2, new JournalReader(journal).Read().Count(record => record.Event == JournalEvent.RunStarted));
        Assert.DoesNotContain(server.GetRequests(), request => request.Operation == "AdminDisableProviderForUser");
        Assert.Equal(["run.jsonl"], Directory.GetFiles(Path.GetDirectoryName(journal)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_fetched_starts_nothing_and_one_that_cannot_be_kept_is_no_success()
    {
        using var server = StartWithPlan(out var task);

        var unread = await task.RunAsync(("FAIL_FROM", "journals"));
        Assert.True(unread.ExitCode == 3, unread.ToString());
        Assert.Empty(server.GetRequests());
        var unkept = await task.RunAsync(("FAIL_TO", "journals"), ("SLEEP", "0"));

        Assert.True(unkept.ExitCode == 3, unkept.ToString());
        Assert.Contains("could not be copied", unkept.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_told_to_end_ends_the_run_and_keeps_its_journal()
    {
        using var server = StartWithPlan(out var task);
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", LatencyMilliseconds = 200 });
        var running = task.RunAsync();
        while (!server.GetRequests().Any(request => request.Operation == "AdminDisableProviderForUser"))
        {
            Assert.False(running.IsCompleted, running.IsCompleted ? (await running).ToString() : string.Empty);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True((await Tool.RunAsync("sh", ["-c", $"kill -TERM $(cat '{task.PathInS3("pid")}')"])).ExitCode == 0);
        var ended = await running;

        Assert.True(ended.ExitCode == 130, ended.ToString());
        Assert.Contains(new JournalReader(task.PathInS3("journals/us-east-1_LocalPool/1-1/run.jsonl")).Read(), record => record.Event == JournalEvent.Unlinked);
    }

    private ILocalUserPoolServer StartWithPlan(out Container task)
    {
        Skip.Unless(!OperatingSystem.IsWindows() && Tool.Works("sh", "-c", "true"), "Needs sh.");
        var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });
        var list = Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv").GetAwaiter().GetResult();
        task = new Container(_files, server.UserPool);
        Directory.CreateDirectory(task.PathInS3("plans"));
        File.WriteAllText(task.PathInS3("plans/plan.csv"), list.Output);
        server.ClearRequests();
        return server;
    }

    /// <summary>The entry point as its container would run it, with a folder for S3.</summary>
    private sealed class Container
    {
        private readonly RowFolder _files;
        private readonly LocalUserPool _pool;

        public Container(RowFolder files, LocalUserPool pool)
        {
            (_files, _pool) = (files, pool);
            Directory.CreateDirectory(files.PathOf("bin"));
            Program("cognito-unlink", $"exec dotnet exec '{Cli.Program}' \"$@\"");
            Program("sleep", "exec /bin/sleep \"${SLEEP:-$1}\"");

            // aws s3 cp|sync --only-show-errors [--exclude * --include NAME] FROM TO
            Program("aws", """
                what=$2; shift 3; only=
                if [ "$1" = --exclude ]; then only=$4; shift 4; fi
                case $1 in s3://*) [ -z "$FAIL_FROM" ] || case $1 in *"$FAIL_FROM"*) exit 1;; esac ;; esac
                case $2 in s3://*) [ -z "$FAIL_TO" ] || case $2 in *"$FAIL_TO"*) exit 1;; esac ;; esac
                from=$(printf %s "$1" | sed "s#^s3://bucket#$S3#"); to=$(printf %s "$2" | sed "s#^s3://bucket#$S3#")
                if [ "$what" = cp ]; then exec cp "$from" "$to"; fi
                [ -d "$from" ] || exit 0
                mkdir -p "$to"
                if [ -n "$only" ]; then [ ! -f "$from/$only" ] || cp "$from/$only" "$to/"; else cp "$from"/* "$to/"; fi
                """);
        }

        public string PathInS3(string name) => Path.Combine(_files.PathOf("s3"), "prefix", name);

        public Task<ToolResult> RunAsync(params (string Name, string Value)[] more)
        {
            var variables = new Dictionary<string, string?>(CleanEnvironment.Variables)
            {
                ["PATH"] = $"{_files.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["S3"] = _files.PathOf("s3"),
                ["BUCKET"] = "bucket",
                ["PREFIX"] = "prefix",
                ["USER_POOL_ID"] = _pool.UserPoolId,
                ["PLAN"] = "plans/plan.csv",
                ["SHARD"] = "1/1",
                ["REQUESTS_PER_SECOND"] = "1000",
                ["KEEP_SECONDS"] = "1",
                ["AWS_ACCESS_KEY_ID"] = _pool.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = _pool.SecretKey,
                ["AWS_ENDPOINT_URL"] = _pool.EndpointUrl,
            };
            foreach (var (name, value) in more)
            {
                variables[name] = value;
            }

            return Tool.RunAsync("sh", ["-c", $"echo $$ > '{PathInS3("pid")}'; exec '{Path.Combine(s_sample, "entrypoint.sh")}'"], variables);
        }

        private void Program(string name, string text)
        {
            var path = _files.Write(Path.Combine("bin", name), $"#!/bin/sh\n{text}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
