using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>One round: a new pool, several runs at once, perhaps a rival, and the check.</summary>
internal sealed class HuntRound(PoolProcess pool, string folder, int seed, Problems problems)
{
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(10);

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

        var runs = Task.WhenAll(plans.Select(plan => (plan, Delay: random.Next(100))).Select(pair => Task.Run(() => RunAsync(pair.plan, setting, pair.Delay))));
        await (setting.HasRival ? rival.RunAsync(runs, BeginAsync(setting)) : Task.CompletedTask);
        var results = (await runs).SelectMany(items => items).ToList();

        await pool.EndFaultsAsync();
        var after = new HuntPicture(await pool.SnapshotAsync());
        var log = new HuntLog(before, after, await pool.RequestsAsync(0));
        return new HuntCheck(setting, plans, before, after, log, results, rival.Taken, problems).Run();
    }

    private async Task<IReadOnlyList<HuntResult>> RunAsync(HuntPlan plan, HuntSetting setting, int delay)
    {
        await (plan.IsInProcess ? BeginAsync(setting) : Task.CompletedTask);
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

    /// <summary>A program takes time to start, so runs that are to overlap with it wait for its first request.</summary>
    private async Task BeginAsync(HuntSetting setting)
    {
        var watch = Stopwatch.StartNew();
        while (setting.Kind != HuntKind.OneProcess && watch.Elapsed < s_longestStart && (await pool.RequestsAsync(0)).Count == 0)
        {
            await Task.Delay(10);
        }
    }
}
