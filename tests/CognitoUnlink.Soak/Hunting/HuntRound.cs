using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>One round: a new pool, runs at once, perhaps a rival, and the check.</summary>
internal sealed class HuntRound(PoolProcess pool, string folder, int seed, Problems problems)
{
    // Milliseconds until a program sends its first request.
    private const int StartOfProcess = 500;

    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    public async Task<HuntCounts> RunAsync()
    {
        var random = new Random(seed);
        var setting = HuntSetting.Draw(seed, random);
        await pool.EndFaultsAsync();
        await pool.RestoreAsync(new HuntPool(random).Draw());
        await pool.ForgetRequestsAsync();
        var before = new HuntPicture(await pool.SnapshotAsync());
        var plans = new HuntPlans(setting, before, random).Draw();
        await HuntFaults.AddAsync(pool, setting, random);
        using var rival = new Rival(before, pool.EndpointUrl, new Random(random.Next()));

        var runs = Task.WhenAll(plans.Select(plan => (plan, Delay: random.Next(100) + (plan.IsInProcess && setting.Kind == HuntKind.Mixed ? StartOfProcess : 0))).Select(pair => Task.Run(() => RunAsync(pair.plan, setting, pair.Delay))));
        await (setting.HasRival ? rival.RunAsync(runs, setting.Kind == HuntKind.OneProcess ? 0 : StartOfProcess) : Task.CompletedTask);
        var told = (await runs).SelectMany(items => items).ToList();

        await pool.EndFaultsAsync();
        var after = new HuntPicture(await pool.SnapshotAsync());
        var log = new HuntLog(before, after, await pool.RequestsAsync(0));
        return new HuntCheck(setting, plans, before, after, log, told, rival.Taken, problems).Run();
    }

    private async Task<IReadOnlyList<HuntTold>> RunAsync(HuntPlan plan, HuntSetting setting, int delay)
    {
        await Task.Delay(delay);
        var journal = setting.HasJournals ? Path.Combine(folder, $"{setting.Seed}-{plan.Name}.journal") : null;
        try
        {
            return await (plan.IsInProcess
                ? new EngineRun(plan, setting, pool.EndpointUrl, journal).RunAsync()
                : new CommandLineRun(plan, setting, pool.EndpointUrl, folder, journal, problems).RunAsync());
        }
        finally
        {
            if (journal is not null)
            {
                File.Delete(journal);
            }
        }
    }
}
