using System.Globalization;

namespace CognitoUnlink.Report.Html;

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
        foreach (var (look, name) in new[] { ("unlinked", "unlinked or linked, or found so"), ("skipped", "refused by a guard"), ("failed", "failed, or not possible"), ("throttled", "requests that the service throttled") })
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
            page.Write($"""<details class="run"{new Flag(Items(run) == most, " open")}><summary>Run of {run.Started} UTC: {Items(run)} {Look.Noun(Items(run), "identity", "identities")}</summary>""");
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
        page.Write($"""<p class="hint" data-throttling>{Throttling(run)}</p><details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Progress of the run of {run.Started.ToString("u", CultureInfo.InvariantCulture)}"><table><thead><tr><th scope="col">From<th scope="col" class="n">Done<th scope="col" class="n">Refused by a guard<th scope="col" class="n">Failed<th scope="col" class="n">Throttled</tr></thead><tbody>""");
        var series = run.Series;
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            var (bucket, from) = (series.Buckets[i], series.Start + (i * series.Width));
            page.Write($"<tr><th scope=\"row\">");
            if (series.Width < TimeSpan.FromSeconds(1))
            {
                page.Write($"{from:.fff}");
            }
            else
            {
                page.Write($"{from}");
            }

            page.Write($"""<td class="n">{bucket.Done}<td class="n">{bucket.Skipped}<td class="n">{bucket.Failed}<td class="n">{(run.Throttled is null ? "–" : bucket.Throttled.ToString("N0", CultureInfo.InvariantCulture))}</tr>""");
        }

        page.Write($"</tbody></table></div></details>");
    }

    private static string Throttling(RunReport run) => run.Throttled switch
    {
        null => "This journal is of an earlier version and does not say which requests were throttled.",
        0 => "No request to unlink or to link was throttled.",
        _ => "Throttled are the requests to unlink and to link that were refused as too fast; each was repeated. They are shown when their identity came to its end.",
    };
}
