using System.Globalization;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>Outcomes and throttling over time, of the runs that did most.</summary>
internal static class ProgressSection
{
    private const int Most = 6;

    // With fewer bars a chart shows nothing.
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
        foreach (var (look, name) in new[] { ("unlinked", "removed or linked, or already so"), ("skipped", "refused"), ("failed", "failed, or not possible"), ("throttled", "requests that the service throttled") })
        {
            BarChart.WriteSample(page, look);
            page.Write($"{name} ");
        }

        page.Write($"</p>");
        if (runs.Count > largest.Count)
        {
            page.Write($"""<p class="note">The {Most} of {runs.Count} runs with the most sign-ins are shown.</p>""");
        }

        var number = 0;
        var most = largest.Max(Items);
        foreach (var run in runs.Where(largest.Contains))
        {
            page.Write($"""<details class="run"{new Flag(Items(run) == most, " open")}><summary>Run of {run.Started} UTC: {Items(run)} {Look.Noun(Items(run), "sign-in", "sign-ins")}</summary>""");
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
        page.Write($"""<p class="hint" data-throttling>{Throttling(run)}</p><details><summary>The same data as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Progress of the run of {run.Started.ToString("u", CultureInfo.InvariantCulture)}"><table><thead><tr><th scope="col">From<th scope="col" class="n">Done<th scope="col" class="n">Refused<th scope="col" class="n">Failed<th scope="col" class="n">Throttled</tr></thead><tbody>""");
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
        null => "This journal was written by an earlier version and does not record which requests were throttled.",
        0 => "No request to unlink or to link was throttled.",
        _ => "Throttled requests are unlink and link requests that the service rejected because there were too many. They are shown at the time when their sign-in was finished.",
    };
}

/// <summary>Draws a run's outcomes over time, and the throttled requests, if any, below. The height is fixed; the width is that of the page.</summary>
internal static class ProgressChart
{
    private const double Top = 12;
    private const double Height = 150;
    private const double ThrottleTop = 206;
    private const double ThrottleHeight = 54;

    // A rate is shown in the unit that gives a readable number.
    private static readonly (string Name, double Seconds)[] s_units = [("s", 1), ("min", 60), ("h", 3600), ("day", 86400)];

    public static void Write(HtmlWriter page, RunReport run, int number)
    {
        var buckets = run.Series.Buckets;
        var most = buckets.Max(bucket => bucket.Items) / run.Series.Width.TotalSeconds;
        var mostThrottled = buckets.Max(bucket => bucket.Throttled) / run.Series.Width.TotalSeconds;
        var unit = s_units.FirstOrDefault(each => Math.Max(most, mostThrottled) * each.Seconds >= 1, s_units[^1]);
        var bottom = mostThrottled > 0 ? ThrottleTop + ThrottleHeight : Top + Height;
        var height = (bottom + 50).ToString(CultureInfo.InvariantCulture);
        var duration = Look.Duration(buckets.Count * run.Series.Width);
        page.Write($"""<div class="plot"><svg class="axis" height="{height}" aria-hidden="true">""");
        WriteScale(page, Top, Height, most * unit.Seconds);
        WriteScale(page, ThrottleTop, ThrottleHeight, mostThrottled * unit.Seconds);
        page.Write($"""</svg><svg class="chart" height="{height}" role="img" aria-labelledby="run-{number}-title run-{number}-desc"><title id="run-{number}-title">Sign-ins over the run's {duration}</title>""");
        page.Write($"""<desc id="run-{number}-desc">{Describe(run, most * unit.Seconds, unit.Name)}</desc>""");
        WriteGrid(page, Top, Height, most, $"sign-ins / {unit.Name}");
        WriteGrid(page, ThrottleTop, ThrottleHeight, mostThrottled, $"throttled / {unit.Name}");
        WriteBars(page, run.Series, Ceiling(most * unit.Seconds) / unit.Seconds, Ceiling(mostThrottled * unit.Seconds) / unit.Seconds);
        page.Write($"""<text class="tick" x="0" y="{(bottom + 44).ToString(CultureInfo.InvariantCulture)}">{run.Series.Start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</text>""");
        page.Write($"""<text class="tick end" x="100%" y="{(bottom + 44).ToString(CultureInfo.InvariantCulture)}">+ {duration}</text></svg></div>""");
    }

    private static void WriteBars(HtmlWriter page, TimeSeries series, double top, double topThrottled)
    {
        var step = 100.0 / series.Buckets.Count;
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            var bucket = series.Buckets[i];
            var (x, width, y) = (step * (i + 0.08), step * 0.84, Top + Height);
            foreach (var (look, count) in new[] { ("unlinked", bucket.Done), ("skipped", bucket.Skipped), ("failed", bucket.Failed) })
            {
                if (count > 0)
                {
                    var height = Math.Max(1, count / series.Width.TotalSeconds / top * Height);
                    y -= height;
                    BarChart.Rectangle(page, look, x, y, width, height, "%");
                }
            }

            if (bucket.Throttled > 0)
            {
                var height = Math.Max(1, bucket.Throttled / series.Width.TotalSeconds / topThrottled * ThrottleHeight);
                BarChart.Rectangle(page, "throttled", x, ThrottleTop + ThrottleHeight - height, width, height, "%");
            }
        }
    }

    private static string Describe(RunReport run, double most, string unit)
    {
        var buckets = run.Series.Buckets;
        var items = buckets.Sum(bucket => bucket.Items);
        var throttled = run.Throttled is { } count ? string.Create(CultureInfo.InvariantCulture, $"throttled requests for them: {count:N0}") : "throttled requests are not recorded";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{items:N0} {Look.Noun(items, "sign-in", "sign-ins")} in {Look.Duration(buckets.Count * run.Series.Width)}, at most {most:0.#} / {unit}; {throttled}.");
    }

    private static void WriteScale(HtmlWriter page, double top, double height, double most)
    {
        foreach (var (share, y) in Lines(top, height, most))
        {
            page.Write($"""<text class="tick end" x="100%" dx="-6" y="{y}" dy="4">{(Ceiling(most) * share).ToString("#,0.##", CultureInfo.InvariantCulture)}</text>""");
        }
    }

    private static void WriteGrid(HtmlWriter page, double top, double height, double most, string name)
    {
        foreach (var (share, y) in Lines(top, height, most))
        {
            page.Write($"""<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>""");
            if (share == 0)
            {
                page.Write($"""<text class="tick" x="0" y="{y}" dy="20">{name}</text>""");
            }
        }
    }

    private static IEnumerable<(double Share, string Y)> Lines(double top, double height, double most) =>
        ((double[])(most > 0 ? [0, 0.5, 1] : [])).Select(share => (share, (top + (height * (1 - share))).ToString("0.##", CultureInfo.InvariantCulture)));

    /// <summary>The next round number.</summary>
    private static double Ceiling(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return value <= power * 1.001 ? power : value <= 2 * power ? 2 * power : value <= 5 * power ? 5 * power : 10 * power;
    }
}
