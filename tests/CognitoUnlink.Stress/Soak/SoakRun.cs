using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>The whole run: rounds with kills, a process that is never killed, storms of faults, samples, progress lines and the summary.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    private const int RoundsToJudge = 4;

    private static readonly TimeSpan s_sampleEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_stormEvery = TimeSpan.FromSeconds(12);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Problems _problems = new();
    private readonly List<RoundReport> _rounds = [];
    private readonly List<Sample> _work = [];
    private readonly List<Sample> _pool = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CancellationTokenSource _stop = new();
    private Round? _round;

    private bool IsOver => _watch.Elapsed >= options.Duration;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("cognito-unlink-soak-").FullName;
        TemporaryCredentials.WriteProfile(folder);
        using var pool = await PoolProcess.StartAsync(0, options.Seed);
        using var steady = await SteadyProcess.StartAsync(folder, options, _problems);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        var tally = new RequestTally(pool);
        var watching = WatchAsync(pool, steady, tally, stop.Token);

        for (var number = 0; !IsOver && !cancellationToken.IsCancellationRequested; number++)
        {
            var isFirst = number == 0;
            _round = new Round(pool, tally, folder, number, options, _problems, () => isFirst || !IsOver);
            _rounds.Add(await _round.RunAsync());
            _round = null;
            var ended = _rounds[^1];
            Say($"round {number} (seed {ended.Seed}, {ended.Way}): {ended.Unlinked} of {ended.Links} unlinked, {ended.Linked} linked again, {ended.NotPossible} not possible; {ended.Kills} kills, {ended.Breaks} breaks, {ended.DoneUnseen} changes unseen, {ended.Seconds} s");
        }

        await steady.EndAsync();
        await _stop.CancelAsync();
        await watching;
        return End(steady, tally, folder);
    }

    private async Task WatchAsync(PoolProcess pool, SteadyProcess steady, RequestTally tally, CancellationToken cancellationToken)
    {
        var lineEvery = TimeSpan.FromSeconds(Math.Min(60, options.Duration.TotalSeconds / 3));
        var (nextLine, nextStorm, storms, lastItems, lastTime) = (lineEvery, s_stormEvery, 0, 0L, TimeSpan.Zero);
        try
        {
            while (true)
            {
                await Task.Delay(s_sampleEvery, cancellationToken);
                await tally.PullAsync();
                var sample = await steady.SampleAsync(_watch.Elapsed.TotalSeconds);
                if (steady.HasHeap && !IsOver)
                {
                    _work.Add(sample);
                    _pool.Add(Sample.Of(pool.Process, sample.Second, 0));
                }

                // If a storm began before the previous one was over, a process would meet nothing but storms.
                if (_watch.Elapsed >= nextStorm && await Faults.IsStormOverAsync(pool))
                {
                    nextStorm = _watch.Elapsed + s_stormEvery;
                    await Faults.AddStormAsync(pool, storms);
                    if (storms++ % 3 == 0)
                    {
                        await steady.AddStormAsync(storms / 3);
                    }
                }

                if (_watch.Elapsed >= nextLine)
                {
                    nextLine += lineEvery;
                    var items = tally.Done + steady.Unlinked + steady.Linked;
                    var rate = (items - lastItems) / (_watch.Elapsed - lastTime).TotalSeconds;
                    (lastItems, lastTime) = (items, _watch.Elapsed);
                    Say(string.Create(CultureInfo.InvariantCulture, $"items {items}, {rate:0}/s, requests {tally.Requests + steady.Latest.Requests}, throttled {tally.Throttled + steady.Latest.Throttled}, retries {tally.Retried + steady.Latest.Retried}, kills {Kills}, rss {Mebibytes(sample.Memory)} MiB, heap {Mebibytes(sample.Heap)} MiB, threads {sample.Threads}, handles {sample.Handles}"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private int Kills => _rounds.Sum(round => round.Kills) + (_round?.SoFar.Kills ?? 0);

    private int End(SteadyProcess steady, RequestTally tally, string folder)
    {
        // In the first rounds, the processes are still growing.
        IReadOnlyList<Flatness> flatness = _rounds.Count < RoundsToJudge ? [] : [.. Flatness.OfWork(_work), .. Flatness.OfPool(_pool)];
        foreach (var figure in flatness)
        {
            _problems.Unless(figure.IsFlat, "not flat", $"{figure}");
        }

        var summary = new
        {
            passed = !_problems.Any,
            minutes = Math.Round(_watch.Elapsed.TotalMinutes, 2),
            options.Users,
            options.Seed,
            rounds = _rounds.Count,
            unlinked = _rounds.Sum(round => round.Unlinked),
            kept = _rounds.Sum(round => round.Kept),
            linked = _rounds.Sum(round => round.Linked),
            notPossible = _rounds.Sum(round => round.NotPossible),
            doneUnseen = _rounds.Sum(round => round.DoneUnseen),
            starts = _rounds.Sum(round => round.Starts),
            kills = Kills,
            breaks = _rounds.Sum(round => round.Breaks),
            journalLines = _rounds.Sum(round => round.JournalLines),
            tally.Requests,
            tally.Throttled,
            tally.Failed,
            tally.Expired,
            tally.Retried,
            steadyRounds = steady.Rounds,
            steadyUnlinked = steady.Unlinked,
            steadyLinked = steady.Linked,
            steadyRequests = steady.Latest.Requests,
            credentialsIssued = TemporaryCredentials.Count(folder),
        };
        SummaryTable.Write(Console.Out, JsonSerializer.SerializeToElement(summary, s_json), flatness, _problems);
        if (options.ReportPath is { } path)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new { summary, flatness, problems = _problems.Counts, texts = _problems.Texts, roundReports = _rounds, samples = _work }, s_json));
        }

        if (_problems.Any)
        {
            Say($"the last round's files are in {folder}");
        }
        else
        {
            Directory.Delete(folder, recursive: true);
        }

        return _problems.Any ? 1 : 0;
    }

    private void Say(string text) => Console.Out.WriteLine($"{_watch.Elapsed:hh\\:mm\\:ss}  {text}");

    private static string Mebibytes(double bytes) => (bytes / (1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);
}
