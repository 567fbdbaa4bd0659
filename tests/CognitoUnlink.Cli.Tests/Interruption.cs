using System.Diagnostics;
using System.Globalization;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>A run of the command line that a test interrupts, as Ctrl+C does.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private Interruption(Process process)
    {
        _process = process;
        (_output, _error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Skips a test where no process can be interrupted.</summary>
    public static void SkipWhereIgnored()
    {
        Skip.Unless(!OperatingSystem.IsWindows(), "SIGINT cannot be sent to another process on Windows.");
        Skip.Unless(!IsInterruptIgnored(), "SIGINT is ignored here, as for a process that a script starts with &, and child processes inherit that.");
    }

    /// <summary>Starts a process whose output is read elsewhere.</summary>
    public static Process StartProcess(IReadOnlyDictionary<string, string?> variables, params string[] arguments)
    {
        SkipWhereIgnored();
        var start = new ProcessStartInfo(Cli.Program, Cli.With(arguments)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in CleanEnvironment.Variables.Concat(variables))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static Interruption Start(IReadOnlyDictionary<string, string?> variables, params string[] arguments) => new(StartProcess(variables, arguments));

    /// <summary>Starts a run against a local pool as if it were AWS: endpoint and keys are given from outside.</summary>
    public static Interruption Start(LocalUserPool pool, params string[] arguments) => Start(
        KeysOf(pool),
        [
            .. arguments, "--user-pool-id", pool.UserPoolId, "--region", pool.Region, "--endpoint-url", pool.EndpointUrl,
            .. arguments.Contains("--requests-per-second") ? Array.Empty<string>() : ["--requests-per-second", "10000"],
        ]);

    public static Dictionary<string, string?> KeysOf(LocalUserPool pool) => new() { ["AWS_ACCESS_KEY_ID"] = pool.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey };

    /// <summary>Writes to its stdin, which stays open.</summary>
    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until something has happened, the process has ended, or it has taken too long.</summary>
    public async Task WaitUntilAsync(Func<bool> condition, TimeSpan atMost)
    {
        for (var watch = Stopwatch.StartNew(); !condition() && !_process.HasExited && watch.Elapsed < atMost;)
        {
            await Task.Delay(5);
        }
    }

    /// <summary>Interrupts it and waits for its end.</summary>
    /// <returns>Its output, and how long it took to end.</returns>
    public async Task<(ToolResult Run, TimeSpan Took)> InterruptAsync()
    {
        var watch = Stopwatch.StartNew();
        await InterruptAsync(_process);
        var took = watch.Elapsed;
        return (new ToolResult(_process.ExitCode, await _output, await _error), took);
    }

    /// <summary>Interrupts a process and waits for its end.</summary>
    /// <param name="process">The process.</param>
    /// <param name="signal">The signal to send.</param>
    public static async Task InterruptAsync(Process process, string signal = "INT")
    {
        await Tool.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
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

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private static bool IsInterruptIgnored() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (2 - 1))) != 0;
}
