using System.Diagnostics;

namespace CognitoUnlink.Bench.Scan;

/// <summary>What a scan costs this process.</summary>
/// <param name="UsersPerSecond">How fast it is.</param>
/// <param name="CpuMicroseconds">Processor time a user.</param>
/// <param name="Bytes">Allocations a user.</param>
internal sealed record ScanCost(double UsersPerSecond, double CpuMicroseconds, double Bytes)
{
    public static async Task<ScanCost> MeasureAsync(Func<Task<long>> readAsync)
    {
        GC.Collect();
        var (watch, processor, bytes) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        var users = await readAsync();
        return new ScanCost(
            users / watch.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / users,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)users);
    }

    public static ScanCost MedianOf(IReadOnlyList<ScanCost> costs) =>
        new(Median.Of(costs.Select(cost => cost.UsersPerSecond)), Median.Of(costs.Select(cost => cost.CpuMicroseconds)), Median.Of(costs.Select(cost => cost.Bytes)));
}
