using System.Globalization;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Scan;

/// <summary>Reading whole pools: what a user costs, and what a run holds, must not grow with the pool.</summary>
internal sealed class ScanBenchmark : IBenchmark
{
    public string Name => "scan";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table(
            "Scan", "users/s", "CPU µs/user", "bytes/user", "CPU of 10,000", "bytes of 10,000", "MiB at 1/4", "MiB at 1/2", "MiB at 3/4", "MiB at end", "peak MiB");
        (int Users, int Repeats)[] sizes = [(10_000, 9), (100_000, 3), .. options.Large ? [(1_000_000, 1)] : Array.Empty<(int, int)>()];
        var first = new Dictionary<bool, ScanCost>();
        foreach (var (users, repeats) in sizes)
        {
            await using var server = await PoolProcess.StartAsync("--users", users.ToString(CultureInfo.InvariantCulture));
            if (first.Count == 0)
            {
                // Just-in-time compilation, of both sides.
                await EngineScan.MeasureAsync(server.Pool, inPartitions: false, repeats: 3);
                await EngineScan.MeasureAsync(server.Pool, inPartitions: true, repeats: 3);
            }

            foreach (var inPartitions in new[] { false, true })
            {
                var cost = await EngineScan.MeasureAsync(server.Pool, inPartitions, repeats);
                var memory = await CommandLineScan.MemoryAsync(server, inPartitions);
                first.TryAdd(inPartitions, cost);
                table.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{users:N0} users, {(inPartitions ? "partitioned (-Parallel)" : "plain")}"),
                    [
                        cost.UsersPerSecond, cost.CpuMicroseconds, cost.Bytes, cost.CpuMicroseconds / first[inPartitions].CpuMicroseconds, cost.Bytes / first[inPartitions].Bytes,
                        .. memory.Select(value => (object)value),
                    ]);
            }
        }

        if (!options.Large)
        {
            table.Missing("1,000,000 users", "Give --large.");
        }

        results.Add(table);
    }
}
