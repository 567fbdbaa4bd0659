using System.Globalization;

namespace CognitoUnlink.Reporting.Html;

/// <summary>Links by provider, before and after.</summary>
internal static class LinksSection
{
    private const int Most = 12;

    public static void Write(HtmlWriter page, JournalReport report)
    {
        var providers = report.Providers.Where(provider => provider.Name != Gateway.ProviderUser.CognitoProvider)
            .OrderByDescending(provider => provider.Before).ThenBy(provider => provider.Name, StringComparer.Ordinal).ToList();
        if (providers.Count == 0)
        {
            return;
        }

        page.Write($"""
            <section id="links"><h2>Links by provider, before and after</h2>
            <p>Of the users that the journal names, and not of the whole user pool. Their other links are known as far as a request about them was sent.</p>
            """);
        if (providers.Any(provider => provider.Before + provider.After > 0))
        {
            WriteChart(page, [.. providers.Take(Most)]);
        }

        page.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Links by provider"><table><thead><tr><th scope="col">Provider<th scope="col">Type<th scope="col" class="n">Asked for<th scope="col" class="n">Before<th scope="col" class="n">After<th scope="col" class="n">Not known</tr></thead><tbody>""");
        foreach (var provider in providers)
        {
            page.Write($"""<tr data-provider="{provider.Name}"><th scope="row">{new Value(provider.Name)}<td>{new Value(provider.Type)}<td class="n">{provider.Items}<td class="n" data-before>{provider.Before}<td class="n" data-after>{provider.After}<td class="n">{provider.Uncertain}</tr>""");
        }

        page.Write($"</tbody></table></div></section>");
    }

    private static void WriteChart(HtmlWriter page, List<ProviderLinks> providers)
    {
        var most = Math.Max(1, providers.Max(provider => Math.Max(provider.Before, provider.After)));
        page.Write($"""<p class="legend">""");
        BarChart.WriteSample(page, "before");
        page.Write($"before ");
        BarChart.WriteSample(page, "after");
        page.Write($"""after</p><div class="scroll"><svg class="chart" viewBox="0 0 900 {(providers.Count * 46).ToString(CultureInfo.InvariantCulture)}" role="img" aria-labelledby="links-title links-desc"><title id="links-title">Links by provider</title>""");
        page.Write($"""<desc id="links-desc">{string.Join(" ", providers.Select(provider => string.Create(CultureInfo.InvariantCulture, $"{provider.Name}: {provider.Before:N0} before, {provider.After:N0} after.")))}</desc>""");
        for (var i = 0; i < providers.Count; i++)
        {
            var (provider, top) = (providers[i], i * 46);
            page.Write($"""<text class="label end" x="168" y="{(top + 26).ToString(CultureInfo.InvariantCulture)}">{Short(provider.Name)}</text>""");
            WriteBar(page, "before", top + 6, provider.Before, most);
            WriteBar(page, "after", top + 24, provider.After, most);
        }

        page.Write($"</svg></div>");
    }

    private static void WriteBar(HtmlWriter page, string look, double top, long count, long most)
    {
        var width = count == 0 ? 0 : Math.Max(2, 620.0 * count / most);
        BarChart.Rectangle(page, look, 180, top, width, 16);
        page.Write($"""<text class="tick" x="{(186 + width).ToString("0.#", CultureInfo.InvariantCulture)}" y="{(top + 13).ToString(CultureInfo.InvariantCulture)}">{count}</text>""");
    }

    private static string Short(string name) => name.Length <= 22 ? name : string.Concat(name.AsSpan(0, 21), "…");
}
