using System.Globalization;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Scan;

/// <summary>Reading whole pools: what a user costs, beside the least that .NET can do and beside a user of a small pool.</summary>
internal sealed class ScanBenchmark : IBenchmark
{
    private const int WarmUps = 12;

    public string Name => "scan";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table("Scan", "users/s", "of bare", "CPU µs/user", "bytes/user", "CPU of 10,000", "bytes of 10,000");
        (int Users, int Repeats)[] sizes = [(10_000, 9), (100_000, 3), .. options.Large ? [(1_000_000, 1)] : Array.Empty<(int, int)>()];
        var first = new Dictionary<bool, ScanCost>();
        foreach (var (users, repeats) in sizes)
        {
            await using var server = await PoolProcess.StartAsync("--users", users.ToString(CultureInfo.InvariantCulture));
            if (first.Count == 0)
            {
                // Just-in-time compilation, of both sides.
                await MeasureAsync(server, inPartitions: false, WarmUps);
                await MeasureAsync(server, inPartitions: true, WarmUps);
            }

            foreach (var inPartitions in new[] { false, true })
            {
                var (bare, engine) = await MeasureAsync(server, inPartitions, repeats);
                first.TryAdd(inPartitions, engine);
                var name = string.Create(CultureInfo.InvariantCulture, $"{users:N0} users, {(inPartitions ? "partitioned (-Parallel)" : "plain")}");
                table.Add($"{name}, bare HttpClient", bare.UsersPerSecond, 1.0, bare.CpuMicroseconds, bare.Bytes);
                table.Add(
                    name, engine.UsersPerSecond, engine.UsersPerSecond / bare.UsersPerSecond, engine.CpuMicroseconds, engine.Bytes,
                    engine.CpuMicroseconds / first[inPartitions].CpuMicroseconds, engine.Bytes / first[inPartitions].Bytes);
            }
        }

        if (!options.Large)
        {
            table.Missing("1,000,000 users", "Give --large.");
        }

        results.Add(table);
    }

    private static async Task<(ScanCost Bare, ScanCost Engine)> MeasureAsync(PoolProcess server, bool inPartitions, int repeats)
    {
        List<ScanCost> bare = [];
        List<ScanCost> engine = [];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            bare.Add(await ScanCost.MeasureAsync(() => BareScan.ReadAsync(server, inPartitions)));
            engine.Add(await ScanCost.MeasureAsync(() => EngineScan.ReadAsync(server, inPartitions)));
        }

        return (ScanCost.MedianOf(bare), ScanCost.MedianOf(engine));
    }
}
