using System.Globalization;

namespace CognitoUnlink.Reporting.Html;

/// <summary>Draws a run's outcomes over time, and below them the throttled requests.</summary>
internal static class ProgressChart
{
    private const double Left = 56;
    private const double Right = 10;
    private const double Width = 900;
    private const double Top = 12;
    private const double Height = 150;
    private const double ThrottleTop = 206;
    private const double ThrottleHeight = 54;

    public static void Write(HtmlWriter page, RunReport run, int number)
    {
        var series = run.Series;
        var seconds = series.Width.TotalSeconds;
        var most = Ceiling(series.Buckets.Max(bucket => bucket.Items) / seconds);
        var mostThrottled = Ceiling(series.Buckets.Max(bucket => bucket.Throttled) / seconds);
        var step = (Width - Left - Right) / series.Buckets.Count;
        var duration = Look.Duration(series.Buckets.Count * series.Width);
        page.Write($"""<div class="scroll"><svg class="chart" viewBox="0 0 900 314" role="img" aria-labelledby="run-{number}-title run-{number}-desc"><title id="run-{number}-title">Identities a second over the run's {duration}</title>""");
        page.Write($"""<desc id="run-{number}-desc">{Describe(run, seconds)}</desc>""");
        WriteAxis(page, Top, Height, most, "identities / s");
        WriteAxis(page, ThrottleTop, ThrottleHeight, mostThrottled, "throttled / s");
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            var bucket = series.Buckets[i];
            var (x, width, y) = (Left + (i * step) + (step * 0.08), step * 0.84, Top + Height);
            foreach (var (look, count) in new[] { ("unlinked", bucket.Done), ("skipped", bucket.Skipped), ("failed", bucket.Failed) })
            {
                if (count > 0)
                {
                    var height = Math.Max(1, count / seconds / most * Height);
                    y -= height;
                    BarChart.Rectangle(page, look, x, y, width, height);
                }
            }

            if (bucket.Throttled > 0)
            {
                var height = Math.Max(1, bucket.Throttled / seconds / mostThrottled * ThrottleHeight);
                BarChart.Rectangle(page, "throttled", x, ThrottleTop + ThrottleHeight - height, width, height);
            }
        }

        page.Write($"""<text class="tick" x="56" y="306">{series.Start.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC</text>""");
        page.Write($"""<text class="tick end" x="890" y="306">+ {duration}</text></svg></div>""");
    }

    private static string Describe(RunReport run, double seconds)
    {
        var buckets = run.Series.Buckets;
        var throttled = run.Throttled is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} requests for them were throttled") : "throttled requests are not recorded";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{buckets.Sum(bucket => bucket.Items):N0} identities in {Look.Duration(buckets.Count * run.Series.Width)}, at most {buckets.Max(bucket => bucket.Items) / seconds:0.#} a second; {throttled}.");
    }

    private static void WriteAxis(HtmlWriter page, double top, double height, double most, string name)
    {
        foreach (var share in (double[])[0, 0.5, 1])
        {
            var y = (top + (height * (1 - share))).ToString("0.##", CultureInfo.InvariantCulture);
            page.Write($"""<path class="grid" d="M56 {y}H890"/><text class="tick end" x="50" y="{y}" dy="4">{most * share}</text>""");
        }

        var above = (top + height + 20).ToString("0.##", CultureInfo.InvariantCulture);
        page.Write($"""<text class="tick" x="56" y="{above}">{name}</text>""");
    }

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
