using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak;

/// <summary>One round: in a new pool, everything is unlinked, checked, undone and checked, and the pool is restored.</summary>
internal sealed class Round(PoolProcess pool, RequestTally tally, string folder, int number, SoakOptions options, Problems problems, Func<bool> mayKill)
{

    private readonly string _journal = Path.Combine(folder, "unlink.jsonl");
    private readonly string _plan = Path.Combine(folder, "plan.json");
    private readonly bool _isByPlan = number % 2 == 0;
    private readonly bool _hasQuotas = number % 3 == 1;
    private readonly KilledRun _run = new(folder, Seeded(options.Seed + number), problems, mayKill);

    private string Name => $"round {number}, seed {options.Seed + number}";

    public async Task<RoundReport> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        File.Delete(_journal);
        File.Delete(UndoJournal);
        await pool.EndFaultsAsync();
        await pool.SeedAsync(options.Users, options.Seed + number);
        var snapshot = await pool.SnapshotAsync();
        var before = PoolPicture.Of(snapshot);
        var report = new RoundReport
        {
            Seed = options.Seed + number,
            Way = $"{(_isByPlan ? "a plan" : "the whole pool")}{(_hasQuotas ? ", quotas" : string.Empty)}",
            Users = before.Users.Count,
            Links = before.Links.Count,
        };

        await BeginPhaseAsync();
        var listed = await ListAsync();
        await File.WriteAllTextAsync(_plan, listed);
        var unlinked = await UnlinkAsync(before, report);
        var missing = await UndoAsync(before, unlinked, report);

        var withoutUsers = missing.Select(link => link.Username).ToHashSet();
        problems.Unless(Listing.Of(listed, withoutUsers).SetEquals(Listing.Of(await ListAsync(), withoutUsers)), "listing", $"{Name}: it differs from the one before");
        await pool.RestoreAsync(snapshot);
        var restored = await pool.SnapshotAsync();
        problems.Unless(snapshot.AsSpan().SequenceEqual(restored), "restore", $"{Name}: the restored pool differs");

        (report.Starts, report.Kills, report.Breaks, report.Seconds) = (_run.Starts, _run.Kills, _run.Breaks, Math.Round(watch.Elapsed.TotalSeconds, 1));
        return report;
    }

    // For each phase. A start takes longer than the work for a small pool.
    private int Kills => options.Users < 1000 ? 3 : 8;

    public (int Starts, int Kills) SoFar => (_run.Starts, _run.Kills);

    private string UndoJournal => number % 4 < 2 ? _journal : Path.Combine(folder, "undo.jsonl");

    private string[] Where => ["--user-pool-id", LocalUserPoolOptions.DefaultUserPoolId, "--endpoint-url", pool.EndpointUrl];

    // Without a given rate, the command line would respect the service's default quotas.
    private string[] Change => [.. Where, "--yes", "--requests-per-second", "10000"];

    private async Task<HashSet<Link>> UnlinkAsync(PoolPicture before, RoundReport report)
    {
        string[] what = _isByPlan ? ["--from", _plan] : ["--all-providers", .. number % 4 == 1 ? (string[])["--parallel"] : []];
        await _run.ToTheEndAsync($"{Name}, unlink", ["unlink", .. Change, .. what, "--journal", _journal], _journal, before.Links.Count, Kills);

        var unlinked = PoolCheck.Unlinked(before, PoolPicture.Of(await pool.SnapshotAsync()), $"{Name}, unlink", problems);
        var journal = new JournalCheck(_journal, $"{Name}, unlink", problems);
        journal.Has(unlinked, "unlinked");
        journal.Others(unlinked, "skipped");
        report.DoneUnseen += await CheckRequestsAsync(Faults.Unlink, unlinked, "unlink");
        (report.Unlinked, report.Kept, report.JournalLines) = (unlinked.Count, before.Links.Count - unlinked.Count, journal.Lines);
        return unlinked;
    }

    private async Task<HashSet<Link>> UndoAsync(PoolPicture before, HashSet<Link> unlinked, RoundReport report)
    {
        await BeginPhaseAsync();
        await _run.ToTheEndAsync($"{Name}, undo", ["relink", .. Change, "--from", _journal, "--journal", UndoJournal], UndoJournal, unlinked.Count, Kills);

        var missing = PoolCheck.Undone(before, PoolPicture.Of(await pool.SnapshotAsync()), unlinked, $"{Name}, undo", problems);
        var linked = unlinked.Except(missing).ToHashSet();
        var journal = new JournalCheck(UndoJournal, $"{Name}, undo", problems);
        journal.Has(linked, "linked");
        journal.Others(linked, "failed", "skipped");
        report.DoneUnseen += await CheckRequestsAsync(Faults.Link, linked, "undo");
        (report.Linked, report.NotPossible, report.JournalLines) = (linked.Count, missing.Count, report.JournalLines + journal.Lines);
        return missing;
    }

    private async Task BeginPhaseAsync()
    {
        await pool.EndFaultsAsync();
        await tally.ForgetAsync();
        await Faults.AddAsync(pool);
        await pool.SetQuotasAsync(Faults.Quotas(_hasQuotas));
    }

    private Task<string> ListAsync() => _run.ListAsync(["list", .. Where, "--requests-per-second", "10000", "--output", "json"]);

    /// <summary>Each change was carried out exactly once, whether the client saw it or not.</summary>
    private async Task<int> CheckRequestsAsync(string operation, HashSet<Link> changed, string phase)
    {
        await tally.PullAsync();
        var done = tally.DoneBy(operation);
        var wanted = changed.Select(link => (link.Provider, link.Subject)).ToHashSet();
        problems.Each(done.Where(change => change.Value > 1).Select(change => $"{Name}, {phase}: {change.Key} {change.Value} times"), "done twice");
        problems.Each(done.Keys.Where(change => !wanted.Contains(change)).Select(change => $"{Name}, {phase}: {change}"), "foreign change");
        var unseen = await Faults.DoneUnseenAsync(pool, operation);
        problems.Unless(
            done.Values.Sum() + unseen == changed.Count,
            "changes",
            string.Create(CultureInfo.InvariantCulture, $"{Name}, {phase}: {done.Values.Sum()} answered and {unseen} unseen changes, for {changed.Count} items"));
        return unseen;
    }

    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    private static Random Seeded(int seed) => new(seed);
}
