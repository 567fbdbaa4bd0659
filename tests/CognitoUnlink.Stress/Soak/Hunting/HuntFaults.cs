using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>What goes wrong in a round.</summary>
internal static class HuntFaults
{
    // Only these faults answer with these codes.
    private const int ServiceFaultOfDone = 503;
    private const int RefusalOfDone = 422;

    /// <summary>Whether the request was carried out, regardless of its answer; null if only later requests can show it.</summary>
    public static bool? IsDone(LocalUserPoolRequest request) => request.StatusCode == 0 ? null : request.StatusCode is 200 or ServiceFaultOfDone or RefusalOfDone;

    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    public static async Task AddAsync(PoolProcess pool, HuntSetting setting, Random random)
    {
        // Which requests a fault affects depends on its place in the list, so every round has a different order.
        var faults = Of(setting).ToArray();
        random.Shuffle(faults);
        foreach (var fault in faults)
        {
            await pool.AddFaultAsync(fault);
        }
    }

    private static IEnumerable<LocalUserPoolFault> Of(HuntSetting setting)
    {
        // Latency makes changes overlap.
        yield return new() { Operation = Faults.Unlink, Probability = 0.3, LatencyMilliseconds = 60 };
        yield return new() { Operation = Faults.Unlink, Probability = 0.25, LatencyMilliseconds = 200 };
        yield return new() { Operation = Faults.Unlink, Probability = 0.1, LatencyMilliseconds = 60, WhenDone = true };
        yield return new() { Operation = "AdminGetUser", Probability = 0.2, LatencyMilliseconds = 30, WhenDone = true };
        if (setting.DeniesLinks)
        {
            yield return new() { Operation = Faults.Link, ErrorCode = "AccessDeniedException" };
        }

        if (!setting.HasFaults)
        {
            yield break;
        }

        foreach (var change in (string[])[Faults.Unlink, Faults.Link])
        {
            yield return new() { Operation = change, Probability = 0.05, ErrorCode = Faults.Throttle };
            yield return new() { Operation = change, Probability = 0.04, ErrorCode = "InternalErrorException" };
            yield return new() { Operation = change, Probability = 0.03, ConnectionReset = true };
            yield return new() { Operation = change, Probability = 0.04, ErrorCode = "InternalErrorException", StatusCode = ServiceFaultOfDone, WhenDone = true };
            yield return new() { Operation = change, Probability = 0.04, ErrorCode = "InvalidParameterException", StatusCode = RefusalOfDone, WhenDone = true };
            yield return new() { Operation = change, Probability = 0.04, ConnectionReset = true, WhenDone = true };
        }

        yield return new() { Operation = "AdminGetUser", Probability = 0.03, ErrorCode = Faults.Throttle };
        yield return new() { Operation = "AdminGetUser", Probability = 0.03, ErrorCode = "InternalErrorException" };
        yield return new() { Operation = "AdminGetUser", Probability = 0.02, ConnectionReset = true };
        yield return new() { Operation = "List*", Probability = 0.03, ErrorCode = Faults.Throttle };
        yield return new() { Operation = "Describe*", Probability = 0.03, ErrorCode = "InternalErrorException" };
    }
}
