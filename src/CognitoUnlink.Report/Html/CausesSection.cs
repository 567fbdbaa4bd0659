using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Html;

/// <summary>Who was refused, and what failed, by cause, with what to do.</summary>
internal static class CausesSection
{
    public static void Write(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        Write(
            page,
            options,
            "refused",
            "Refused by a guard",
            "Nothing was sent for these. They would have been left without a way to sign in, or the identity is the user's own and not a link.",
            [.. report.Causes.Where(cause => cause.Outcome == ItemOutcome.Skipped)]);
        Write(
            page,
            options,
            "causes",
            "What failed, by cause",
            "As the items stand now: what a later run did is not among them.",
            [.. report.Causes.Where(cause => cause.Outcome is ItemOutcome.Failed or ItemOutcome.LinkFailed or ItemOutcome.NotPossible)]);
    }

    private static void Write(HtmlWriter page, ReportOptions options, string id, string heading, string words, IReadOnlyList<CauseReport> causes)
    {
        page.Write($"""<section id="{id}"><h2>{heading}</h2>""");
        if (causes.Count == 0)
        {
            page.Write($"""<p class="good">None.</p></section>""");
            return;
        }

        page.Write($"""<p>{words}</p><div class="scroll" tabindex="0" role="region" aria-label="{heading}"><table class="causes"><thead><tr><th scope="col">Cause<th scope="col" class="n">Identities<th scope="col">What to do<th scope="col">For instance<th scope="col"><span class="unseen">Rows</span></tr></thead><tbody>""");
        foreach (var cause in causes)
        {
            page.Write($"""<tr data-cause="{cause.ErrorId}"><th scope="row" id="cause-{cause.Number.ToString(CultureInfo.InvariantCulture)}">{new Value(cause.ErrorId ?? cause.Words ?? "no reason given")}<br><span class="hint">{Look.Label(cause.Outcome)}</span>""");
            page.Write($"""<td class="n">{cause.Items}<td>""");
            if (KnownErrors.All.Any(error => error.Id == cause.ErrorId))
            {
                page.Write($"{options.AdviceFor(cause.ErrorId!)}");
            }
            else
            {
                page.Write($"<span class=\"hint\">{(cause.ErrorId is null ? "Not known: the line has no error id." : "This version does not know the id.")}</span>");
            }

            page.Write($"""<td class="words">{new Value(cause.Example)}<td><button type="button" class="rows" data-cause="{cause.Number.ToString(CultureInfo.InvariantCulture)}" data-items="{cause.Items.ToString(CultureInfo.InvariantCulture)}" aria-describedby="cause-{cause.Number.ToString(CultureInfo.InvariantCulture)}" hidden>Show rows</button></tr>""");
        }

        page.Write($"</tbody></table></div></section>");
    }
}
