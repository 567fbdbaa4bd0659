using System.Diagnostics;
using CognitoUnlink.Bench.Unlink;
using CognitoUnlink.Identities;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Bench.Scan;

/// <summary>Reads a pool in this process, identities included.</summary>
internal static class EngineScan
{
    public static async Task<ScanCost> MeasureAsync(LocalUserPool pool, bool inPartitions, int repeats)
    {
        List<ScanCost> costs = [];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            GC.Collect();
            var (watch, processor, bytes) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
            var users = await ReadAsync(pool, inPartitions);
            costs.Add(new ScanCost(
                users / watch.Elapsed.TotalSeconds,
                (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / users,
                (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)users));
        }

        return new ScanCost(Median.Of(costs.Select(cost => cost.UsersPerSecond)), Median.Of(costs.Select(cost => cost.CpuMicroseconds)), Median.Of(costs.Select(cost => cost.Bytes)));
    }

    private static async Task<long> ReadAsync(LocalUserPool pool, bool inPartitions)
    {
        var caller = EngineClient.CallerOf(pool, requestsPerSecond: null);
        using var gateway = caller.Gateway;
        var reader = new UserReader(caller);
        var (users, identities) = (0L, 0L);
        await foreach (var user in inPartitions ? reader.ListUsersInPartitions(pool.UserPoolId) : reader.ListUsersAsync(pool.UserPoolId, CancellationToken.None))
        {
            users++;
            identities += LinkedIdentities.Of(pool.UserPoolId, user).Count;
        }

        return identities > 0 ? users : throw new InvalidOperationException("The pool has no identities.");
    }
}
