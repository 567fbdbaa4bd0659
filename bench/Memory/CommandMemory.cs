using System.Diagnostics;
using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Memory;

/// <summary>Runs the command line on a pool and watches how much memory the process holds.</summary>
internal static class CommandMemory
{
    public const double Mebibyte = 1024 * 1024;

    // Done; something is in the way, or came back; some were refused.
    private static readonly int[] s_whole = [0, 1, 5];

    /// <summary>Runs a command.</summary>
    /// <param name="server">The pool.</param>
    /// <param name="arguments">The command and its arguments, without the pool.</param>
    /// <returns>Resident memory in MiB after each quarter of the time, and the peak.</returns>
    public static async Task<IReadOnlyList<double>> MeasureAsync(PoolProcess server, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [
            "exec", Programs.CommandLine, .. arguments,
            "--user-pool-id", server.Pool.UserPoolId, "--endpoint-url", server.Pool.EndpointUrl, "--requests-per-second", "10000", "--output", "csv"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in server.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("cognito-unlink did not start.");
        var reading = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        List<double> samples = [];
        while (!reading.IsCompleted)
        {
            process.Refresh();
            try
            {
                samples.Add(process.WorkingSet64 / Mebibyte);
            }
            catch (InvalidOperationException) when (process.HasExited)
            {
                break;
            }

            await Task.Delay(20);
        }

        await errors;
        await process.WaitForExitAsync();
        if (!s_whole.Contains(process.ExitCode))
        {
            throw new InvalidOperationException($"cognito-unlink {arguments[0]} ended with {process.ExitCode}.");
        }

        var seen = samples.Where(sample => sample > 0).ToList();
        return [.. Enumerable.Range(1, 4).Select(quarter => seen[(seen.Count * quarter / 4) - 1]), seen.Max()];
    }
}
