namespace CognitoUnlink.Reporting.Html;

/// <summary>Outcomes and throttling over time, of the runs that did most.</summary>
internal static class ProgressSection
{
    private const int Most = 6;

    // Fewer bars are no chart.
    private const int Least = 4;

    public static void Write(HtmlWriter page, JournalReport report)
    {
        var runs = report.Runs.Where(run => run.Series.Buckets.Count > 0).ToList();
        if (runs.Count == 0)
        {
            return;
        }

        var largest = runs.OrderByDescending(Items).Take(Most).ToHashSet();
        page.Write($"""<section id="progress"><h2>Progress over time</h2><p class="legend">""");
        foreach (var (look, name) in new[] { ("unlinked", "unlinked or linked"), ("skipped", "left alone"), ("failed", "failed"), ("throttled", "requests that the service throttled") })
        {
            BarChart.WriteSample(page, look);
            page.Write($"{name} ");
        }

        page.Write($"</p>");
        if (runs.Count > largest.Count)
        {
            page.Write($"""<p class="note">Of {runs.Count} runs the {Most} with the most identities are shown.</p>""");
        }

        var number = 0;
        var most = largest.Max(Items);
        foreach (var run in runs.Where(largest.Contains))
        {
            page.Write($"""<details class="run"{new Flag(Items(run) == most, " open")}><summary>Run of {run.Started} UTC: {Items(run)} {(Items(run) == 1 ? "identity" : "identities")}</summary>""");
            if (run.Series.Buckets.Count >= Least)
            {
                ProgressChart.Write(page, run, ++number);
            }

            WriteTable(page, run);
            page.Write($"</details>");
        }

        page.Write($"</section>");
    }

    private static long Items(RunReport run) => run.Series.Buckets.Sum(bucket => bucket.Items);

    private static void WriteTable(HtmlWriter page, RunReport run)
    {
        var isRecorded = run.Throttled is not null;
        page.Write($"""
            <p class="hint">{(isRecorded ? "Throttled are the requests to unlink and to link that were refused as too fast; each was repeated. They are shown when their identity came to its end." : "This journal is of an earlier version and does not say which requests were throttled.")}</p>
            <details><summary>The same as a table</summary><div class="scroll"><table><thead><tr><th scope="col">From<th scope="col" class="n">Done<th scope="col" class="n">Left alone<th scope="col" class="n">Failed<th scope="col" class="n">Throttled</tr></thead><tbody>
            """);
        for (var i = 0; i < run.Series.Buckets.Count; i++)
        {
            var bucket = run.Series.Buckets[i];
            page.Write($"""<tr><td>{run.Series.Start + (i * run.Series.Width)}<td class="n">{bucket.Done}<td class="n">{bucket.Skipped}<td class="n">{bucket.Failed}<td class="n">""");
            if (isRecorded)
            {
                page.Write($"{bucket.Throttled}</tr>");
            }
            else
            {
                page.Write($"–</tr>");
            }
        }

        page.Write($"</tbody></table></div></details>");
    }
}
