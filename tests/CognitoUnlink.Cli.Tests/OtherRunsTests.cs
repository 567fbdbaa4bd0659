using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Runs in several processes that change the same pool.</summary>
public sealed partial class OtherRunsTests : IDisposable
{
    private const string Warning = "Warning: Another run on this computer is changing user pool ";

    private readonly RowFolder _files = new();
    private readonly ILocalUserPoolServer _server;

    public OtherRunsTests()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "On Windows, a variable cannot replace the user's data folder.");
        _server = _files.Start("""
            {"username":"amy","status":"CONFIRMED","identities":[{"providerName":"Google","value":"1"}]},
            {"username":"dan","status":"CONFIRMED","identities":[{"providerName":"Google","value":"2"}]}
            """);

        // Held until the process ends.
        _server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", Nth = 1, Hang = true });
    }

    private string Folder => _files.PathOf("data");

    private string[] Files => Directory.Exists(Path.Combine(Folder, "CognitoUnlink", "runs")) ? Directory.GetFiles(Path.Combine(Folder, "CognitoUnlink", "runs")) : [];

    public void Dispose()
    {
        _server.Dispose();
        _files.Dispose();
    }

    private static string[] Arguments(LocalUserPool pool, string[] arguments) =>
        [.. arguments, "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl];

    private Dictionary<string, string?> Variables() => new(Interruption.KeysOf(_server.UserPool)) { ["XDG_DATA_HOME"] = Folder };

    private async Task<ToolResult> RunAsync(params string[] arguments)
    {
        var run = await Cli.RunWithAsync(Variables(), Arguments(_server.UserPool, arguments));
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    /// <summary>Starts a process whose change stays under way until it is killed.</summary>
    private Task<Process> StartAsync(params string[] arguments) =>
        StartAsync(_server, () => _server.GetRequests().Count(request => request.Operation == "AdminDisableProviderForUser"), arguments);

    private async Task<Process> StartAsync(ILocalUserPoolServer server, Func<int> countChanges, params string[] arguments)
    {
        var start = new ProcessStartInfo(Cli.Program, Cli.With([.. Arguments(server.UserPool, ["unlink", "--provider", "Google", "--yes", .. arguments])])) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in CleanEnvironment.Variables.Concat(Variables()))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        while (!process.HasExited && countChanges() == 0)
        {
            await Task.Delay(20);
        }

        Assert.False(process.HasExited);
        return process;
    }

    private static async Task KillAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [Fact]
    public async Task A_run_that_starts_while_another_process_changes_the_pool_warns_once_and_continues()
    {
        var before = DateTime.UtcNow;
        var other = await StartAsync("--username", "amy");
        var file = Assert.Single(Files);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        var run = await RunAsync("unlink", "--provider", "Google", "--username", "dan", "--yes");
        var rehearsal = await RunAsync("unlink", "--provider", "Google", "--what-if");
        var list = await RunAsync("list");

        var warning = Assert.Single(WarningPattern().Matches(run.Error));
        Assert.Equal(other.Id, int.Parse(warning.Groups[1].Value, CultureInfo.InvariantCulture));
        var since = DateTime.ParseExact(warning.Groups[2].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.InRange(since, before.AddSeconds(-1), DateTime.UtcNow);
        Assert.DoesNotContain(Warning, rehearsal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Warning, list.Error, StringComparison.Ordinal);
        Assert.Equal([file], Files);

        await KillAsync(other);
        Assert.Equal([file], Files);
        Assert.DoesNotContain(Warning, (await RunAsync("unlink", "--provider", "Google", "--yes")).Error, StringComparison.Ordinal);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData("2/2", false)]
    [InlineData("1/2", true)]
    [InlineData("2/3", true)]
    [InlineData(null, true)]
    public async Task Other_shards_of_the_same_split_cause_no_warning(string? shard, bool hasWarning)
    {
        // amy is in 1/2 and 3/3, dan in 2/2 and 2/3.
        var other = await StartAsync("--shard", "1/2");

        var run = await RunAsync(["unlink", "--provider", "Google", "--yes", .. shard is null ? Array.Empty<string>() : ["--shard", shard]]);

        Assert.Contains(" unlinked", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 unlinked", run.Error, StringComparison.Ordinal);
        Assert.Equal(hasWarning, run.Error.Contains(Warning, StringComparison.Ordinal));
        await KillAsync(other);
    }

    [Fact]
    public async Task A_run_that_started_first_also_warns_once()
    {
        string[] first = [.. Enumerable.Range(1, 60).Select(number => $"first{number}")];
        using var server = _files.Start(string.Join(',', first.Append("second").Select((name, number) =>
            $$$"""{"username":"{{{name}}}","status":"CONFIRMED","identities":[{"providerName":"Google","value":"{{{number}}}"}]}""")));
        server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", Username = "second", Hang = true });
        server.AddFault(new LocalUserPoolFault { Operation = "AdminDisableProviderForUser", LatencyMilliseconds = 1_100 });
        var changes = () => server.GetRequests().Count(request => request.Operation == "AdminDisableProviderForUser");
        var process = await StartAsync(server, changes, [.. first.SelectMany(name => new[] { "--username", name }), "--throttle-limit", "1"]);
        var before = changes();

        var other = await StartAsync(server, () => changes() - before, "--username", "second");

        var errors = new StringBuilder();
        while (!WarningPattern().IsMatch(errors.ToString()))
        {
            errors.AppendLine(await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(errors.ToString()));
        }

        var seen = changes();
        while (!process.HasExited && changes() < seen + 3)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        process.Kill(entireProcessTree: true);
        errors.Append(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));

        var warning = Assert.Single(WarningPattern().Matches(errors.ToString()));
        Assert.Equal(other.Id, int.Parse(warning.Groups[1].Value, CultureInfo.InvariantCulture));
        await KillAsync(other);
        process.Dispose();
    }

    [Theory]
    [InlineData("/proc/nowhere")]
    [InlineData("/dev/null")]
    [InlineData("relative")]
    public async Task A_data_folder_that_cannot_be_used_does_not_fail_the_run(string folder)
    {
        using var server = _files.Start("""{"username":"amy","status":"CONFIRMED","identities":[{"providerName":"Google","value":"1"}]}""");
        var pool = server.UserPool;

        var run = await Cli.RunWithAsync(
            new(Interruption.KeysOf(pool)) { ["XDG_DATA_HOME"] = folder, ["HOME"] = folder },
            "unlink", "--provider", "Google", "--yes", "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("1 unlinked", run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("""Warning: Another run on this computer is changing user pool \S+ now: process (\d+), since (\S+ \S+) UTC\. Each run may remove one of a user's last two ways to sign in\.""")]
    private static partial Regex WarningPattern();
}
