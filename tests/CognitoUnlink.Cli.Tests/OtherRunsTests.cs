using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Runs of several processes that change one pool.</summary>
public sealed partial class OtherRunsTests : IDisposable
{
    private const string Warning = "Warning: Another run on this computer is changing user pool ";

    private readonly RowFolder _files = new();
    private readonly ILocalUserPoolServer _server;

    public OtherRunsTests()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "The folder of the user cannot be replaced by a variable on Windows.");
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

    /// <summary>A process whose change is under way until it is killed.</summary>
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
    public async Task A_run_that_begins_while_another_process_changes_the_pool_is_warned_once_and_goes_on()
    {
        var before = DateTime.UtcNow;
        var other = await StartAsync("--username", "amy");
        var file = Assert.Single(Files);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        var run = await RunAsync("unlink", "--provider", "Google", "--username", "dan", "--yes");
        var rehearsal = await RunAsync("unlink", "--provider", "Google", "--what-if");
        var list = await RunAsync("list");

        var told = Assert.Single(Told().Matches(run.Error));
        Assert.Equal(other.Id, int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture));
        var since = DateTime.ParseExact(told.Groups[2].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
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
    public async Task Other_shards_of_one_split_are_meant_to_run_beside_it(string? shard, bool isWarned)
    {
        // amy is in 1/2 and 3/3, dan in 2/2 and 2/3.
        var other = await StartAsync("--shard", "1/2");

        var run = await RunAsync(["unlink", "--provider", "Google", "--yes", .. shard is null ? Array.Empty<string>() : ["--shard", shard]]);

        Assert.Contains(" unlinked", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 unlinked", run.Error, StringComparison.Ordinal);
        Assert.Equal(isWarned, run.Error.Contains(Warning, StringComparison.Ordinal));
        await KillAsync(other);
    }

    [Fact]
    public async Task A_run_that_began_first_is_warned_too_once()
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
        while (!Told().IsMatch(errors.ToString()))
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

        var told = Assert.Single(Told().Matches(errors.ToString()));
        Assert.Equal(other.Id, int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture));
        await KillAsync(other);
        process.Dispose();
    }

    [Theory]
    [InlineData("/proc/nowhere")]
    [InlineData("/dev/null")]
    [InlineData("relative")]
    public async Task A_folder_that_cannot_be_used_fails_no_run(string folder)
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
    private static partial Regex Told();
}
