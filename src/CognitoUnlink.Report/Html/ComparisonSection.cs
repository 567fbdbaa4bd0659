using System.Globalization;
using CognitoUnlink.Reporting;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Report.Html;

/// <summary>Who came back: the state of unlinked identities when they were checked later.</summary>
internal static class ComparisonSection
{
    private const int Most = 200;

    private static readonly (ComparedState State, string Look, string Name, string Explain)[] s_states =
    [
        (ComparedState.Gone, "unlinked", "Gone", "no user has it"),
        (ComparedState.LinkedAgain, "failed", "Linked again", "a user has it again"),
        (ComparedState.NewProfile, "skipped", "New federated user", "it belongs to a separate user"),
        (ComparedState.Deleted, "already", "User deleted", "no user has it either"),
    ];

    public static void Write(HtmlWriter page, Reported<ComparedIdentity> comparison)
    {
        var items = comparison.Items;
        var back = items.Where(identity => identity.IsBack).ToList();
        page.Write($"""<section id="compare"><h2>Who came back</h2>""");
        page.Write($"""<p class="lead"><strong>{(back.Count == 0 ? "No one has come back." : string.Create(CultureInfo.InvariantCulture, $"{back.Count:N0} of {items.Count:N0} removed sign-ins came back."))}</strong></p>""");
        page.Write($"""<p class="note"><span data-compared="items">{items.Count}</span> removed {Look.Noun(items.Count, "sign-in was", "sign-ins were")} compared with the user pool{AsOf.Of(comparison)}.{(comparison.IsComplete ? string.Empty : " The comparison is not complete.")}</p>""");
        if (items.Count > 0)
        {
            BarChart.Write(page, "compared", "Removed sign-ins by their later state", [.. s_states.Select(each => new Part(each.Look, each.Name, items.LongCount(identity => identity.State == each.State)))]);
            page.Write($"""<ul class="tiles">""");
            foreach (var (state, look, name, explain) in s_states)
            {
                page.Write($"""<li>""");
                BarChart.WriteSample(page, look);
                page.Write($"""<span class="name">{name}</span> <span class="figure" data-compared="{state.ToString()}">{items.LongCount(identity => identity.State == state)}</span> <span class="hint">{explain}</span></li>""");
            }

            page.Write($"</ul>");
        }

        if (back.Count > 0)
        {
            WriteTable(page, back);
        }

        page.Write($"</section>");
    }

    private static void WriteTable(HtmlWriter page, List<ComparedIdentity> back)
    {
        page.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Who came back"><table class="causes back"><thead><tr><th scope="col">User<th scope="col">State<th scope="col">Provider<th scope="col">Subject<th scope="col">Who has it now<th scope="col">Since (UTC)</tr></thead><tbody>""");
        foreach (var identity in back.Take(Most))
        {
            page.Write($"""<tr><th scope="row">{new Value(identity.Username)}<td data-name="State">{s_states.First(each => each.State == identity.State).Name}<td data-name="Provider">{new Value(identity.ProviderName)}<td data-name="Subject">{new Value(identity.ProviderAttributeValue)}<td data-name="Who has it now">{new Value(identity.FoundUsername)}<td data-name="Since (UTC)">""");
            if (identity.FoundSince is { } since)
            {
                page.Write($"{(since.Kind == DateTimeKind.Local ? since.ToUniversalTime() : since)}");
            }

            page.Write($"</tr>");
        }

        page.Write($"</tbody></table></div>");
        if (back.Count > Most)
        {
            page.Write($"<p class=\"note\">The first {Most} of {back.Count} are shown.</p>");
        }
    }
}
