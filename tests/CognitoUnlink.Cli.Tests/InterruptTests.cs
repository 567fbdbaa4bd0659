using System.Diagnostics;
using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public class InterruptTests
{
    private static Process Start(params string[] arguments) => Interruption.StartProcess(new Dictionary<string, string?>(), arguments);

    // Ctrl+C, the signal that supervisors send, and a closed terminal.
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_ends_a_run_with_exit_code_130_and_the_counts_so_far(string signal)
    {
        using var process = Start("unlink", "--local", "--users", "30000", "--all-providers", "--yes");
        for (var i = 0; i < 10; i++)
        {
            await process.StandardOutput.ReadLineAsync();
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await Interruption.InterruptAsync(process, signal);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Interrupted: ", await error, StringComparison.Ordinal);
        Assert.NotNull(await output);
    }

    [Fact]
    public async Task Under_nohup_closing_the_terminal_does_not_end_the_run()
    {
        Skip.Unless(Tool.Works("nohup", "--version"), "nohup is not on PATH.");

        var run = await Tool.RunAsync(
            "sh",
            ["-c", $"nohup {Cli.ShellCommand} unlink --local --users 200 --all-providers --yes --requests-per-second 50 > /dev/null & p=$!; sleep 2; kill -HUP $p; wait $p"],
            CleanEnvironment.Variables);

        Assert.True(run.ExitCode == 5, run.ToString());
    }

    [Fact]
    public async Task Ctrl_C_also_ends_an_undo_with_exit_code_130()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions());
        using var files = new RowFolder();
        var pool = server.UserPool;
        var rows = string.Concat(Enumerable.Range(0, 30000).Select(i => $"{pool.UserPoolId},nobody{i},Okta,{i}\n"));
        using var process = Interruption.StartProcess(Interruption.KeysOf(pool), ["relink", "--from", files.Write("rows.csv", "UserPoolId,Username,ProviderName,Subject\n" + rows), "--yes", "--region", pool.Region, "--endpoint-url", pool.EndpointUrl]);
        var error = process.StandardError.ReadToEndAsync();
        for (var i = 0; i < 10; i++)
        {
            await process.StandardOutput.ReadLineAsync();
        }

        var output = process.StandardOutput.ReadToEndAsync();
        await Interruption.InterruptAsync(process);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Interrupted: 0 linked", await error, StringComparison.Ordinal);
        Assert.NotNull(await output);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_check_with_exit_code_130_and_without_findings()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 3000 });
        server.AddFault(new LocalUserPoolFault { Operation = "ListUsers", LatencyMilliseconds = 500 });
        var pool = server.UserPool;
        using var process = Interruption.StartProcess(
            Interruption.KeysOf(pool), ["check", "--provider", "Okta", "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        for (var i = 0; i < 300 && server.GetRequests().Count(request => request.Operation == "ListUsers") < 2; i++)
        {
            await Task.Delay(100);
        }

        await Interruption.InterruptAsync(process);

        Assert.Equal((130, string.Empty), (process.ExitCode, await output));
        Assert.DoesNotContain("blockers", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_output_pipe_stops_the_run()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "Windows has no shell with head.");
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 3000 });

        var run = await UnlinkInShellAsync(server.UserPool, "| head -3");

        Assert.Equal(3, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Stopped because its output cannot be written", run.Error, StringComparison.Ordinal);
        var unlinked = server.GetRequests().Count(request => request.Operation == "AdminDisableProviderForUser" && request.StatusCode == 200);
        Assert.InRange(unlinked, 1, 1000);
        Assert.True(run.Error.Contains($"\nStopped early: {unlinked} unlinked, 0 already unlinked, ", StringComparison.Ordinal), $"{unlinked}: {run.Error[^300..]}");
    }

    [Theory]
    [InlineData("table")]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_full_disk_behind_stdout_stops_the_run_which_then_reports_what_was_done(string form)
    {
        Skip.Unless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 300 });

        var run = await UnlinkInShellAsync(server.UserPool, $"--output {form} > /dev/full");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cognito-unlink: Stopped because its output cannot be written: ", run.Error, StringComparison.Ordinal);
        var sent = server.GetRequests().Count(request => request.Operation == "AdminDisableProviderForUser" && request.StatusCode == 200);
        Assert.InRange(sent, 0, 100);
        Assert.Contains($"\nStopped early: {sent} unlinked, ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unlink --help")]
    [InlineData("man")]
    [InlineData("list --local --users 2000")]
    [InlineData("list --local --users 2000 --output csv")]
    [InlineData("list --local --users 2000 --output json")]
    [InlineData("unlink --local --users 2000 --all-providers --what-if")]
    public async Task A_closed_output_pipe_silently_ends_a_command_that_changes_nothing(string arguments)
    {
        Skip.Unless(Tool.Works("bash", "--version"), "bash is not on PATH.");

        var run = await Tool.RunAsync("bash", ["-c", $"{Cli.ShellCommand} {arguments} | true; exit ${{PIPESTATUS[0]}}"], CleanEnvironment.Variables);

        Assert.Equal((141, string.Empty), (run.ExitCode, arguments.StartsWith("unlink --local", StringComparison.Ordinal) ? WithoutRefusals(run.Error) : run.Error));
    }

    private static Task<ToolResult> UnlinkInShellAsync(LocalUserPool pool, string rest) => Tool.RunAsync(
        "sh",
        ["-c", $"{Cli.ShellCommand} unlink --user-pool-id {pool.UserPoolId} --region {pool.Region} --endpoint-url {pool.EndpointUrl} --all-providers --yes {rest}"],
        new Dictionary<string, string?>(CleanEnvironment.Variables)
        {
            ["AWS_ACCESS_KEY_ID"] = pool.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey,
        });

    // Refusals may be reported before the closed pipe is noticed.
    private static string WithoutRefusals(string error) =>
        string.Concat(error.Split('\n').Where(line => !line.StartsWith("cognito-unlink: WouldLockOut: ", StringComparison.Ordinal) && !line.StartsWith("cognito-unlink: OwnIdentity: ", StringComparison.Ordinal)));

    [Fact]
    public async Task A_full_disk_behind_stdout_is_also_reported_for_a_list()
    {
        Skip.Unless(File.Exists("/dev/full"), "There is no /dev/full here.");

        var run = await Tool.RunAsync("sh", ["-c", $"{Cli.ShellCommand} list --local --output csv > /dev/full"], CleanEnvironment.Variables);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("cognito-unlink: Stopped because its output cannot be written: ", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_answers_with_the_given_behavior_until_Ctrl_C()
    {
        using var files = new RowFolder();
        var behavior = files.Write("behavior.json", """{ "behavior": { "lastIdentityUnlinked": "emptyArray" } }""");
        using var process = Start("serve", "--users", "10", "--behavior", behavior);
        var line = await process.StandardOutput.ReadLineAsync();
        var url = line!.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        using var client = new HttpClient();

        var health = await client.GetAsync(new Uri(new Uri(url), "_local/health"));
        var snapshot = JsonDocument.Parse(await client.GetStringAsync(new Uri(new Uri(url), "_local/snapshot"))).RootElement;
        await Interruption.InterruptAsync(process);

        Assert.True(health.IsSuccessStatusCode);
        Assert.Equal("emptyArray", snapshot.GetProperty("pools")[0].GetProperty("behavior").GetProperty("lastIdentityUnlinked").GetString());
        Assert.Equal(0, process.ExitCode);
    }
}
