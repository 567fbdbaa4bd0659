using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed partial class ProbeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cognito-unlink-");
    private readonly ILocalUserPoolServer _server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 5 });

    public void Dispose()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private Task<ToolResult> ProbeAsync(params string[] arguments) => ProbeAsync(_server, arguments);

    private static Task<ToolResult> ProbeAsync(ILocalUserPoolServer server, params string[] arguments) => Cli.RunWithAsync(
        Interruption.KeysOf(server.UserPool), ["probe", "--region", server.UserPool.Region, "--endpoint-url", server.UserPool.EndpointUrl, .. arguments]);

    private async Task<IReadOnlyList<string>> PoolsAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_server.UserPool.EndpointUrl) };
        using var snapshot = JsonDocument.Parse(await http.GetStringAsync(new Uri("/_local/snapshot", UriKind.Relative)));
        return [.. snapshot.RootElement.GetProperty("pools").EnumerateArray().Select(pool => pool.GetProperty("userPoolId").GetString()!)];
    }

    [Fact]
    public async Task With_local_the_probe_uses_a_local_pool_and_nothing_differs()
    {
        var run = await Cli.RunAsync("probe", "--local");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"(?m)^Same +lastIdentityUnlinked +removeAttribute +removeAttribute +[0-9a-f-]{36}", run.Output);
        Assert.Matches(@"(?m)^NotTried +linkingTrigger ", run.Output);
        Assert.Matches(@"0 different, 1 not answered, 5 need a person to sign in; \d+ requests\. The pool is deleted\.", run.Error);
    }

    [Fact]
    public async Task A_behavior_file_from_a_probe_makes_a_pool_that_behaves_the_same()
    {
        var (given, found) = (PathOf("given.json"), PathOf("found.json"));
        await File.WriteAllTextAsync(given, """{ "behavior": { "lastIdentityUnlinked": "emptyArray", "unlinkSignsOut": true, "listLagMilliseconds": 1000 } }""");

        var run = await Cli.RunAsync("probe", "--local", "--behavior", given, "--out", found);

        Assert.True(run.ExitCode == 1, run.ToString());
        var behavior = JsonDocument.Parse(await File.ReadAllTextAsync(found)).RootElement.GetProperty("behavior");
        Assert.Equal(("emptyArray", true, 1000), (behavior.GetProperty("lastIdentityUnlinked").GetString(), behavior.GetProperty("unlinkSignsOut").GetBoolean(), behavior.GetProperty("listLagMilliseconds").GetInt32()));
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { BehaviorPath = found });
        var again = await ProbeAsync(server, "--yes", "--output", "json");
        Assert.Equal(behavior.GetRawText(), JsonDocument.Parse(again.Output).RootElement.GetProperty("behavior").GetRawText());
    }

    [Fact]
    public async Task Serve_refuses_a_behavior_file_with_an_invalid_value()
    {
        var path = PathOf("wrong.json");
        await File.WriteAllTextAsync(path, """{ "behavior": { "lastIdentityUnlinked": "perhaps" } }""");

        var run = await Cli.RunAsync("serve", "--behavior", path);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("$.behavior.lastIdentityUnlinked", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_is_probed_and_no_pool_is_left_behind()
    {
        var run = await ProbeAsync("--yes", "--output", "csv");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.StartsWith("Id,Question,Assumed,Answered,Result,RequestIds", run.Output, StringComparison.Ordinal);
        Assert.Equal([_server.UserPool.UserPoolId], await PoolsAsync());
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_is_created()
    {
        var run = await ProbeAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Empty(_server.GetRequests());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_reported_before_anything_is_created()
    {
        var run = await ProbeAsync("--yes", "--out", PathOf("no/such/folder.json"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("ProbeFileNotWritable:", run.Error, StringComparison.Ordinal);
        Assert.Empty(_server.GetRequests());
    }

    [Fact]
    public async Task A_failed_probe_leaves_neither_a_pool_nor_a_file()
    {
        _server.AddFault(new LocalUserPoolFault { Operation = "CreateIdentityProvider", ErrorCode = "AccessDeniedException" });

        var run = await ProbeAsync("--yes", "--out", PathOf("found.json"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("AccessDenied:", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFiles());
        Assert.Equal([_server.UserPool.UserPoolId], await PoolsAsync());
    }

    [Fact]
    public async Task A_pool_that_is_kept_or_cannot_be_deleted_is_reported_and_can_be_cleaned_up()
    {
        var kept = await ProbeAsync("--yes", "--keep");
        _server.AddFault(new LocalUserPoolFault { Operation = "DeleteUserPool", ErrorCode = "AccessDeniedException" });
        var stuck = await ProbeAsync("--yes");
        var refused = await ProbeAsync("--clean-up", "--yes");
        _server.ClearFaults();
        var cleaned = await ProbeAsync("--clean-up", "--yes");
        var clean = await ProbeAsync("--clean-up", "--yes");

        Assert.True(kept.ExitCode == 0, kept.ToString());
        Assert.Matches(@"The pool was kept: cognito-unlink-probe-[0-9a-f]{12} \(us-east-1_\w+\)\.", kept.Error);
        Assert.Equal((1, 1), (stuck.ExitCode, refused.ExitCode));
        Assert.Contains("ProbePoolLeft:", stuck.Error, StringComparison.Ordinal);
        Assert.Equal(2, ErrorOfPool().Count(refused.Error));
        Assert.True(cleaned.ExitCode == 0, cleaned.ToString());
        Assert.Equal(2, cleaned.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("No pools left behind by probes were found", clean.Error, StringComparison.Ordinal);
        Assert.Equal([_server.UserPool.UserPoolId], await PoolsAsync());
    }

    [Fact]
    public async Task Ctrl_C_leaves_no_pool_behind()
    {
        Interruption.SkipWhereIgnored();
        _server.AddFault(new LocalUserPoolFault { Nth = 50, Hang = true });
        using var run = Interruption.Start(Interruption.KeysOf(_server.UserPool), "probe", "--yes", "--region", _server.UserPool.Region, "--endpoint-url", _server.UserPool.EndpointUrl);
        await AppliedAsync();

        var (ended, _) = await run.InterruptAsync();

        Assert.True(ended.ExitCode == 130, ended.ToString());
        Assert.Equal([_server.UserPool.UserPoolId], await PoolsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(120)]
    [InlineData(150)]
    [InlineData(180)]
    public async Task Clean_up_removes_what_a_killed_probe_left_behind(int request)
    {
        // The last request is carried out, but its answer never arrives.
        _server.AddFault(new LocalUserPoolFault { Nth = request, Hang = true, WhenDone = true });
        using (var process = Process.Start(StartInfo())!)
        {
            await AppliedAsync();
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.Equal(2, (await PoolsAsync()).Count);
        _server.ClearFaults();
        _server.ClearRequests();

        var run = await ProbeAsync("--clean-up", "--yes");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal([_server.UserPool.UserPoolId], await PoolsAsync());
        Assert.DoesNotContain(_server.GetRequests(), sent => sent.UserPoolId == _server.UserPool.UserPoolId);
    }

    [Theory]
    [InlineData("--behavior can only be used with --local", "--behavior", "x.json", "--yes")]
    [InlineData("--keep cannot be combined with --clean-up", "--clean-up", "--keep", "--yes")]
    [InlineData("--out cannot be combined with --clean-up", "--clean-up", "--out", "x.json", "--yes")]
    [InlineData("--local cannot be combined with --clean-up", "--clean-up", "--local")]
    [InlineData("--region cannot be combined with --local", "--local", "--region", "eu-west-1")]
    public async Task Options_that_cannot_be_combined_are_refused(string says, params string[] arguments)
    {
        var run = await Cli.RunAsync(["probe", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Cli.Program, Cli.With(["probe", "--yes", "--region", _server.UserPool.Region, "--endpoint-url", _server.UserPool.EndpointUrl]));
        foreach (var (name, value) in CleanEnvironment.Variables.Concat(Interruption.KeysOf(_server.UserPool)))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task AppliedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (_server.GetFaults()[0].Applied == 0)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    [GeneratedRegex("ProbePoolLeft:")]
    private static partial Regex ErrorOfPool();
}
