using System.Diagnostics;
using System.Globalization;

namespace CognitoUnlink.Fuzz;

/// <summary>Fuzzes targets one after another for a given time each, and reports its progress.</summary>
internal sealed class Campaign(TimeSpan duration, ulong seed, string corpus)
{
    private const int BatchSize = 200;
    private const int MostFindings = 20;

    /// <summary>More than caches and pools grow by. What inputs leave behind adds up to more than this within minutes.</summary>
    private const double GrowthLimit = 50;

    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(15);

    /// <summary>Fuzzes one target.</summary>
    /// <returns>How many findings there were.</returns>
    public int Run(FuzzTarget target)
    {
        var run = new FuzzRun(target);
        var findings = new HashSet<string>();
        Say($"{target.Name}: {duration.TotalMinutes:0.##} minutes from seed {seed}");

        var started = Stopwatch.GetTimestamp();
        double? heap = null;
        var lastLine = TimeSpan.Zero;
        for (ulong batch = 0; Stopwatch.GetElapsedTime(started) < duration && findings.Count < MostFindings; batch++)
        {
            if (run.Batch(unchecked(seed + batch), BatchSize) is { } finding && findings.Add(Kind(finding)))
            {
                Keep(target, finding);
            }

            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed > duration / 10)
            {
                // By now, buffers are pooled and caches are filled.
                heap ??= Heap();
            }

            if (elapsed - lastLine > s_betweenLines)
            {
                lastLine = elapsed;
                Say($"{target.Name}: {elapsed.TotalSeconds:0} s, {run.Count:N0} inputs, {run.Count / elapsed.TotalSeconds:N0} a second, heap {Heap():0.0} MB, findings {findings.Count}");
            }
        }

        var end = Heap();
        if (end - heap > GrowthLimit)
        {
            findings.Add("heap");
            Say($"{target.Name}: the heap has grown by {end - heap:0.0} MB");
        }

        Say($"{target.Name}: done, {run.Count:N0} inputs, {run.Count / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} a second, heap {heap:0.0} MB after a tenth of the time, {end:0.0} MB at the end, findings {findings.Count}");
        return findings.Count;
    }

    /// <summary>The heap in use, in megabytes.</summary>
    private static double Heap() => GC.GetTotalMemory(forceFullCollection: true) / 1024.0 / 1024.0;

    /// <summary>Two inputs that fail in the same place are one finding.</summary>
    private static string Kind(Finding finding) =>
        finding.Problem.GetType().Name + (finding.Problem.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CognitoUnlink.", StringComparison.Ordinal)) ?? "")
        + (finding.Problem is PropertyBrokenException ? finding.Problem.Message[..Math.Min(70, finding.Problem.Message.Length)] : "");

    private void Keep(FuzzTarget target, Finding finding)
    {
        var path = Corpus.Keep(corpus, target.Name, finding.Input);
        Say($"{target.Name}: seed {finding.Seed}, {finding.Input.Length} bytes in {path}\n{finding.Problem}");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
