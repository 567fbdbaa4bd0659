using System.Diagnostics;
using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Scan;

/// <summary>Reads a pool with <c>cognito-unlink list</c> and watches how much memory the process holds.</summary>
internal static class CommandLineScan
{
    private const double Mebibyte = 1024 * 1024;

    /// <returns>Resident memory after each quarter of the time, and the peak.</returns>
    public static async Task<IReadOnlyList<double>> MemoryAsync(PoolProcess server, bool inPartitions)
    {
        string[] parallel = inPartitions ? ["--parallel"] : [];
        var start = new ProcessStartInfo("dotnet", [
            "exec", Programs.CommandLine, "list", "--user-pool-id", server.Pool.UserPoolId, "--endpoint-url", server.Pool.EndpointUrl,
            "--requests-per-second", "10000", "--output", "csv", .. parallel])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in server.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("cognito-unlink did not start.");
        var reading = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        List<double> samples = [];
        while (!reading.IsCompleted)
        {
            process.Refresh();
            samples.Add(process.WorkingSet64 / Mebibyte);
            await Task.Delay(20);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"cognito-unlink list ended with {process.ExitCode}.");
        }

        var seen = samples.Where(sample => sample > 0).ToList();
        return [.. Enumerable.Range(1, 4).Select(quarter => seen[(seen.Count * quarter / 4) - 1]), seen.Max()];
    }
}
