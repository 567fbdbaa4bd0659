namespace CognitoUnlink.Core.Tests;

/// <summary>Tests that measure the whole process run alone, with no other tests in parallel.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>The memory that the process uses.</summary>
internal static class ProcessMemory
{
    /// <summary>The bytes that are reachable now.</summary>
    public static long Alive()
    {
        for (var time = 0; time < 3; time++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>The same, after what earlier tests left behind is gone; timers keep it alive for a while.</summary>
    public static async Task<long> AliveWhenSettledAsync()
    {
        var alive = Alive();
        for (var (settled, tries) = (0, 0); settled < 3 && tries < 120; tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            var now = Alive();
            settled = now > alive - 50_000 ? settled + 1 : 0;
            alive = Math.Min(alive, now);
        }

        return alive;
    }
}
