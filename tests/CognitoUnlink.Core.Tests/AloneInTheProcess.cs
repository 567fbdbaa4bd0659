namespace CognitoUnlink.Core.Tests;

/// <summary>Tests that measure the whole process run with no others beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>What is alive in the process.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes that are reachable now.</summary>
    public static long Alive()
    {
        for (var time = 0; time < 3; time++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>The same, once what tests before this one left behind is gone: timers hold it for a while.</summary>
    public static async Task<long> AliveOnceCalmAsync()
    {
        var alive = Alive();
        for (var (calm, tries) = (0, 0); calm < 3 && tries < 120; tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            var now = Alive();
            calm = now > alive - 50_000 ? calm + 1 : 0;
            alive = Math.Min(alive, now);
        }

        return alive;
    }
}
