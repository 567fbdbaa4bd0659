using System.Diagnostics;
using System.Globalization;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public class InterruptTests
{
    private static Process Start(params string[] arguments)
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "SIGINT cannot be sent to another process on Windows.");
        var start = new ProcessStartInfo("dotnet", ["exec", Cli.Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in CleanEnvironment.Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task InterruptAsync(Process process)
    {
        await Tool.RunAsync("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_with_130_and_the_counts_so_far()
    {
        using var process = Start("unlink", "--local", "--users", "30000", "--all-providers", "--yes");
        for (var i = 0; i < 10; i++)
        {
            await process.StandardOutput.ReadLineAsync();
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await InterruptAsync(process);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Interrupted: ", await error, StringComparison.Ordinal);
        Assert.NotNull(await output);
    }

    [Fact]
    public async Task Serve_answers_until_Ctrl_C()
    {
        using var process = Start("serve", "--users", "10");
        var line = await process.StandardOutput.ReadLineAsync();
        var url = line!.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        using var client = new HttpClient();

        var health = await client.GetAsync(new Uri(new Uri(url), "_local/health"));
        await InterruptAsync(process);

        Assert.True(health.IsSuccessStatusCode);
        Assert.Equal(0, process.ExitCode);
    }
}
