using System.Globalization;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>Links by provider, before and after.</summary>
internal static class LinksSection
{
    private const int Most = 12;
    private const int MostRows = 20;

    // Room for a label, two bars and a gap.
    private const int Height = 64;

    public static void Write(HtmlWriter page, JournalReport report)
    {
        var providers = report.Providers.Where(provider => provider.Name != Gateway.ProviderUser.CognitoProvider)
            .OrderByDescending(provider => provider.Before).ThenBy(provider => provider.Name, StringComparer.Ordinal).ToList();
        if (providers.Count == 0)
        {
            return;
        }

        var (affected, others) = (providers.Where(provider => provider.Items > 0).ToList(), providers.Where(provider => provider.Items == 0).ToList());
        page.Write($"""
            <section id="links"><h2>Links by provider, before and after</h2>
            <p>For the users in the journal, not for the whole user pool.</p>
            """);
        if (affected.Any(provider => provider.Before + provider.After > 0))
        {
            WriteChart(page, [.. affected.Take(Most)]);
        }

        WriteTable(page, "Links by provider", affected);
        if (others.Count > 0)
        {
            page.Write($"""<details class="untouched"><summary>{others.Count} other {Look.Noun(others.Count, "provider", "providers")}</summary><p>The runs did not change these links. They are known only for users whose unlinking began.</p>""");
            WriteTable(page, "Links of other providers", others);
            page.Write($"</details>");
        }

        page.Write($"</section>");
    }

    private static void WriteTable(HtmlWriter page, string name, List<ProviderLinks> providers)
    {
        page.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table class="links"><thead><tr><th scope="col">Provider<th scope="col">Type<th scope="col" class="n">Items<th scope="col" class="n">Before<th scope="col" class="n">After<th scope="col" class="n">Not known</tr></thead><tbody>""");
        foreach (var provider in providers.Take(MostRows))
        {
            page.Write($"""<tr data-provider="{provider.Name}"><th scope="row">{new Value(provider.Name)}<td>{new Value(provider.Type)}""");
            WriteFigures(page, [provider]);
        }

        if (providers.Count > MostRows)
        {
            page.Write($"""<tr data-others><th scope="row">{providers.Count - MostRows} other {Look.Noun(providers.Count - MostRows, "provider", "providers")}<td>–""");
            WriteFigures(page, providers[MostRows..]);
        }

        page.Write($"</tbody></table></div>");
    }

    private static void WriteFigures(HtmlWriter page, List<ProviderLinks> providers) => page.Write(
        $"""<td class="n">{providers.Sum(each => each.Items)}<td class="n" data-before>{providers.Sum(each => each.Before)}<td class="n" data-after>{providers.Sum(each => each.After)}<td class="n" data-uncertain>{providers.Sum(each => each.Uncertain)}</tr>""");

    private static void WriteChart(HtmlWriter page, List<ProviderLinks> providers)
    {
        var most = Math.Max(1, providers.Max(provider => Math.Max(provider.Before, provider.After)));
        page.Write($"""<p class="legend">""");
        BarChart.WriteSample(page, "before");
        page.Write($"before ");
        BarChart.WriteSample(page, "after");
        page.Write($"""after</p><svg class="chart" width="100%" height="{(providers.Count * Height).ToString(CultureInfo.InvariantCulture)}" role="img" aria-labelledby="links-title links-desc"><title id="links-title">Links by provider</title>""");
        page.Write($"""<desc id="links-desc">{string.Join(" ", providers.Select(provider => string.Create(CultureInfo.InvariantCulture, $"{provider.Name}: {provider.Before:N0} before, {provider.After:N0} after.")))}</desc>""");
        for (var i = 0; i < providers.Count; i++)
        {
            var (provider, top) = (providers[i], i * Height);
            page.Write($"""<text class="label" x="0" y="{(top + 15).ToString(CultureInfo.InvariantCulture)}">{Short(provider.Name)}</text>""");
            WriteBar(page, "before", top + 21, provider.Before, most);
            WriteBar(page, "after", top + 39, provider.After, most);
        }

        page.Write($"</svg>");
    }

    // In shares of the width, so that it fits any width; the rest is for the figures.
    private static void WriteBar(HtmlWriter page, string look, double top, long count, long most)
    {
        var width = count == 0 ? 0 : Math.Max(0.5, 78.0 * count / most);
        BarChart.Rectangle(page, look, 0, top, width, 16, "%");
        page.Write($"""<text class="tick" x="{width.ToString("0.##", CultureInfo.InvariantCulture)}%" dx="6" y="{(top + 13).ToString(CultureInfo.InvariantCulture)}">{count}</text>""");
    }

    private static string Short(string name) => name.Length <= 36 ? name : string.Concat(name.AsSpan(0, 35), "…");
}
