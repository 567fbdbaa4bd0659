using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>
/// Runs that are interrupted at any moment while the pool is slow and fails: what they report is what the pool did, except for changes
/// that they report as possibly made. <c>COGNITOUNLINK_SEED</c> repeats a failure.
/// </summary>
public sealed class InterruptedRunTests(ITestOutputHelper output) : IDisposable
{
    private const int Runs = 50;
    private const string Unlink = "AdminDisableProviderForUser";
    private const string ServiceFault = "InternalErrorException";
    private static readonly TimeSpan s_longestLatency = TimeSpan.FromMilliseconds(60);

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    public async Task Interrupted_runs_report_what_was_done_or_may_have_been_done()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("COGNITOUNLINK_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
        var ended = new ConcurrentBag<Ended>();

        // They spend more time waiting than working.
        await Parallel.ForEachAsync(
            Enumerable.Range(seed, given > 0 ? 1 : Runs),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) => ended.Add(await InterruptAsync(number)));

        output.WriteLine($"{ended.Count(run => run.ExitCode == 130)} of {ended.Count} were interrupted; done {ended.Sum(run => run.Done)}, reported {ended.Sum(run => run.Reported)}, may have been done {ended.Sum(run => run.Uncertain)}; the longest stop {ended.Max(run => run.Took).TotalSeconds:0.00} s");
        var problems = ended.Where(run => run.Problem is not null).Select(run => $"COGNITOUNLINK_SEED={run.Seed}: {run.Problem}").ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(given > 0 || ended.Count(run => run.ExitCode == 130 && run.Done > 0) > Runs / 4, "Most runs finished or had not begun; the interruptions prove too little.");
    }

    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    private async Task<Ended> InterruptAsync(int seed)
    {
        var random = new Random(seed);
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = random.Next(20, 150), Seed = seed });
        AddFaults(server, random);
        var before = await PoolState.IdentitiesAsync(server);
        var journal = _files.PathOf(string.Create(CultureInfo.InvariantCulture, $"{seed}.jsonl"));
        string[] limits = ["1", "4", "16", "32"];
        string[] arguments =
        [
            "unlink", "--all-providers", "--yes", "--output", "json", "--throttle-limit", limits[random.Next(limits.Length)],
            .. random.Next(2) == 0 ? (string[])["--journal", journal] : [],
            .. random.Next(3) == 0 ? (string[])["--sign-out"] : [],
            .. random.Next(3) == 0 ? (string[])["--from", Names(seed, before)] : [],
        ];
        var (moment, delay) = (random.Next(before.Length * 3), random.Next(40));

        using var run = Interruption.Start(server.UserPool, arguments);
        await run.WaitUntilAsync(() => server.GetRequests().Count >= moment, TimeSpan.FromSeconds(4));
        await Task.Delay(delay);
        var (ended, took) = await run.InterruptAsync();

        // Requests that were under way when the client ended take effect within this time.
        await Task.Delay(s_longestLatency * 4);
        var gone = Counted(before).Subtract(Counted(await PoolState.IdentitiesAsync(server)));
        return new Ended(seed, ended.ExitCode, took, gone.Values.Sum()).Check(ended, gone, File.Exists(journal) ? await File.ReadAllLinesAsync(journal) : null, arguments);
    }

    private string Names(int seed, string[] identities) => _files.Write(
        string.Create(CultureInfo.InvariantCulture, $"{seed}.txt"),
        string.Join('\n', identities.Select(identity => identity.Split('/')[0]).Distinct()));

    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    private static void AddFaults(ILocalUserPoolServer server, Random random)
    {
        LocalUserPoolFault[] faults =
        [
            new() { Operation = Unlink, LatencyMilliseconds = random.Next(1, (int)s_longestLatency.TotalMilliseconds) },
            new() { Operation = "AdminGetUser", Probability = 0.5, LatencyMilliseconds = random.Next(1, (int)s_longestLatency.TotalMilliseconds) },
            new() { Operation = "ListUsers", LatencyMilliseconds = random.Next(1, (int)s_longestLatency.TotalMilliseconds) },
            new() { Operation = Unlink, Probability = 0.04, ErrorCode = "TooManyRequestsException" },
            new() { Operation = Unlink, Probability = 0.04, ErrorCode = ServiceFault },
            new() { Operation = Unlink, Probability = 0.04, ConnectionReset = true },
            new() { Operation = Unlink, Probability = 0.04, ErrorCode = ServiceFault, WhenDone = true },
            new() { Operation = Unlink, Probability = 0.04, ConnectionReset = true, WhenDone = true },
            new() { Operation = Unlink, Probability = 0.02, Hang = true },
            new() { Operation = Unlink, Probability = 0.02, Hang = true, WhenDone = true },
            new() { Operation = "AdminGetUser", Probability = 0.02, ErrorCode = ServiceFault },
            new() { Operation = "AdminGetUser", Probability = 0.01, Hang = true },
        ];
        Array.ForEach(faults, server.AddFault);
    }

    private static Counts Counted(IEnumerable<string> identities)
    {
        var counts = new Counts();
        foreach (var identity in identities)
        {
            counts[identity] = counts.GetValueOrDefault(identity) + 1;
        }

        return counts;
    }

    private sealed class Counts : Dictionary<string, int>
    {
        /// <summary>What occurs more often here than in the other.</summary>
        public Counts Subtract(Counts other)
        {
            var rest = new Counts();
            foreach (var (identity, count) in this)
            {
                if (count > other.GetValueOrDefault(identity))
                {
                    rest[identity] = count - other.GetValueOrDefault(identity);
                }
            }

            return rest;
        }

        public override string ToString() => string.Join(", ", Keys);
    }

    private sealed record Ended(int Seed, int ExitCode, TimeSpan Took, int Done)
    {
        public int Reported { get; private init; }

        public int Uncertain { get; private init; }

        public string? Problem { get; private init; }

        public Ended Check(ToolResult run, Counts gone, string[]? journal, string[] arguments)
        {
            if (run.Output.Length == 0)
            {
                return this with { Problem = gone.Count == 0 && run.ExitCode == 130 ? null : $"nothing was reported, but these are gone: {gone}; {run}" };
            }

            JsonElement report;
            try
            {
                report = JsonDocument.Parse(run.Output).RootElement;
            }
            catch (JsonException problem)
            {
                return this with { Problem = $"the output is not JSON, and these are gone: {gone}; {problem.Message} {run}" };
            }

            var rows = report.GetProperty("items").EnumerateArray().ToList();
            var unlinked = Counted(Of("Unlinked"));
            var failed = Counted(Of("Failed"));
            var uncertain = report.GetProperty("mayHaveBeenDone").GetInt32();
            var unreported = gone.Subtract(unlinked);
            List<string> problems = [];
            Unless(unlinked.Subtract(gone) is { Count: 0 }, $"reported but not done: {unlinked.Subtract(gone)}");
            Unless(unreported.Subtract(failed) is { Count: 0 }, $"done, but neither reported nor failed: {unreported.Subtract(failed)}");
            Unless(unreported.Values.Sum() <= uncertain, $"{unreported.Values.Sum()} were done but not reported ({unreported}), and {uncertain} may have been done");
            Unless(uncertain <= failed.Values.Sum(), $"{uncertain} may have been done, and {failed.Values.Sum()} failed");
            foreach (var (name, outcome) in new[] { ("unlinked", "Unlinked"), ("alreadyUnlinked", "AlreadyUnlinked"), ("skipped", "Skipped"), ("failed", "Failed") })
            {
                Unless(report.GetProperty(name).GetInt32() == Of(outcome).Count(), $"{Of(outcome).Count()} rows are {outcome}, and {report.GetProperty(name)} are counted");
            }

            Unless(run.Error.Contains($"{unlinked.Values.Sum()} unlinked, ", StringComparison.Ordinal), "the last line has another count");
            Unless(run.ExitCode is 130 or 0 or 1, $"the exit code is {run.ExitCode}");
            if (journal is not null)
            {
                var written = JournalOf(journal);
                Unless(gone.Keys.All(written.Contains), $"done, but not in the journal: {string.Join(", ", gone.Keys.Where(each => !written.Contains(each)))}");
            }

            return this with
            {
                Reported = unlinked.Values.Sum(),
                Uncertain = uncertain,
                Problem = problems.Count == 0 ? null : $"{string.Join("; ", problems)}\n{string.Join(' ', arguments)}\n{run}",
            };

            IEnumerable<string> Of(string outcome) => rows.Where(row => row.GetProperty("outcome").GetString() == outcome).Select(NameOf);

            void Unless(bool condition, string problem)
            {
                if (!condition)
                {
                    problems.Add(problem);
                }
            }
        }

        // Unlinked, or with an open intent.
        private static HashSet<string> JournalOf(string[] lines)
        {
            var latest = new Dictionary<string, string>();
            foreach (var line in lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.TryGetProperty("username", out _)))
            {
                latest[NameOf(line)] = line.GetProperty("event").GetString()!;
            }

            return [.. latest.Where(item => item.Value is "unlinked" or "intent").Select(item => item.Key)];
        }

        private static string NameOf(JsonElement row) =>
            $"{row.GetProperty("username").GetString()}/{row.GetProperty("providerName").GetString()}/{row.GetProperty("providerAttributeValue").GetString()}";
    }
}
