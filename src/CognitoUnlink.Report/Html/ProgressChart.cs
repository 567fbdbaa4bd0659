using System.Globalization;

namespace CognitoUnlink.Report.Html;

/// <summary>Draws a run's outcomes over time, and below them the throttled requests where there were any. Its height is fixed, its width is what there is.</summary>
internal static class ProgressChart
{
    private const double Top = 12;
    private const double Height = 150;
    private const double ThrottleTop = 206;
    private const double ThrottleHeight = 54;

    // A rate is told by the unit in which it is a number that one can read.
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
        page.Write($"""</svg><svg class="chart" height="{height}" role="img" aria-labelledby="run-{number}-title run-{number}-desc"><title id="run-{number}-title">Identities over the run's {duration}</title>""");
        page.Write($"""<desc id="run-{number}-desc">{Describe(run, most * unit.Seconds, unit.Name)}</desc>""");
        WriteGrid(page, Top, Height, most, $"identities / {unit.Name}");
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
            $"{items:N0} {Look.Noun(items, "identity", "identities")} in {Look.Duration(buckets.Count * run.Series.Width)}, at most {most:0.#} / {unit}; {throttled}.");
    }

    private static void WriteScale(HtmlWriter page, double top, double height, double most)
    {
        foreach (var (share, y) in Lines(top, height, most))
        {
            page.Write($"""<text class="tick end" x="100%" dx="-6" y="{y}" dy="4">{Ceiling(most) * share}</text>""");
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
