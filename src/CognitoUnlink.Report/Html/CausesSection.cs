using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Reporting;

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
            "What was refused, and why",
            "Nothing was sent for these: people would have been left without a way to sign in, or the identity is a user of its own, not a link.",
            [.. report.Causes.Where(cause => cause.Outcome == ItemOutcome.Skipped)]);
        Write(
            page,
            options,
            "causes",
            "What failed, and why",
            "This is the current state: what a later run completed is not included.",
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

        page.Write($"""<p>{words}</p><div class="scroll" tabindex="0" role="region" aria-label="{heading}"><table class="causes"><thead><tr><th scope="col">Cause<th scope="col" class="n">Sign-ins<th scope="col" class="n">People<th scope="col">What to do<th scope="col">For instance<th scope="col"><span class="unseen">Rows</span></tr></thead><tbody>""");
        foreach (var cause in causes)
        {
            page.Write($"""<tr data-cause="{cause.ErrorId}"><th scope="row" id="cause-{cause.Number.ToString(CultureInfo.InvariantCulture)}">{new Value(Look.Cause(cause))}""");
            if (Look.Cause(cause) != cause.ErrorId && cause.ErrorId is not null)
            {
                page.Write($"<br><span class=\"hint\">{cause.ErrorId}</span>");
            }

            page.Write($"""{new Flag(cause.Outcome is ItemOutcome.NotPossible or ItemOutcome.LinkFailed, "<br><span class=\"hint\">when linking again</span>")}""");
            page.Write($"""<td class="n" data-name="Sign-ins">{cause.Items}<td class="n" data-name="People" data-people>{cause.Users}<td class="do">""");
            if (KnownErrors.All.Any(error => error.Id == cause.ErrorId))
            {
                page.Write($"{new Prose(options.AdviceFor(cause.ErrorId!))}");
            }
            else
            {
                page.Write($"<span class=\"hint\">{(cause.ErrorId is null ? "Not known: the line has no error id." : "This version does not know the id.")}</span>");
            }

            page.Write($"""<td class="words"><bdi>{new Prose(Texts.ShortText.Of(cause.Example, 500))}</bdi><td><button type="button" class="rows" data-cause="{cause.Number.ToString(CultureInfo.InvariantCulture)}" data-items="{cause.Items.ToString(CultureInfo.InvariantCulture)}" aria-describedby="cause-{cause.Number.ToString(CultureInfo.InvariantCulture)}" hidden>Show rows</button></tr>""");
        }

        page.Write($"</tbody></table></div></section>");
    }
}

/// <summary>Draws bars. Each series has a color and a pattern, and the figures stand beside them or in a table.</summary>
internal static class BarChart
{
    /// <param name="page">The page.</param>
    /// <param name="id">The prefix of the ids of its title and its description.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="parts">The parts; empty ones are not drawn.</param>
    public static void Write(HtmlWriter page, string id, string title, IReadOnlyList<Part> parts)
    {
        var shown = parts.Where(part => part.Count > 0).ToList();
        page.Write($"""<svg class="bar" width="100%" height="34" role="img" aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{title}</title>""");
        page.Write($"""<desc id="{id}-desc">{string.Join(", ", shown.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Label}: {part.Count:N0}")))}.</desc>""");
        var left = 0.0;
        double all = shown.Sum(part => part.Count);
        var shares = shown.Sum(Share);
        foreach (var part in shown)
        {
            var share = 100 * Share(part) / shares;
            Rectangle(page, part.Look, left, 0, share, 34, "%");
            left += share;
        }

        page.Write($"</svg>");

        // Even the smallest part stays visible.
        double Share(Part part) => Math.Max(0.006, part.Count / all);
    }

    /// <summary>A filled and patterned rectangle; the unit is that of the horizontal measures.</summary>
    public static void Rectangle(HtmlWriter page, string look, double x, double y, double width, double height, string unit = "")
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"x=\"{x:0.##}{unit}\" y=\"{y:0.##}\" width=\"{width:0.##}{unit}\" height=\"{height:0.##}\"");
        page.WriteOwn($"<rect class=\"c-{look}\" {place}/><rect fill=\"url(#p-{look})\" {place}/>\n");
    }

    /// <summary>The patterns that every chart of the page uses.</summary>
    public static void WritePatterns(HtmlWriter page) => page.WriteOwn("""
        <svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
        <pattern id="p-unlinked" width="8" height="8" patternUnits="userSpaceOnUse"></pattern>
        <pattern id="p-already" width="8" height="8" patternUnits="userSpaceOnUse"><circle class="ink-fill" cx="4" cy="4" r="1.4"/></pattern>
        <pattern id="p-skipped" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="ink" d="M2 0V8"/></pattern>
        <pattern id="p-failed" width="8" height="8" patternUnits="userSpaceOnUse"><path class="ink" d="M0 0L8 8M8 0L0 8"/></pattern>
        <pattern id="p-linked" width="8" height="8" patternUnits="userSpaceOnUse"><path class="ink" d="M0 4H8"/></pattern>
        <pattern id="p-stayed" width="8" height="8" patternUnits="userSpaceOnUse"><path class="ink" d="M4 0V8"/></pattern>
        <pattern id="p-notpossible" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="ink" d="M2 0V8"/></pattern>
        <pattern id="p-linkfailed" width="8" height="8" patternUnits="userSpaceOnUse"><path class="ink" d="M0 4H8M4 0V8"/></pattern>
        <pattern id="p-open" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="ink-fill" width="3" height="3"/><rect class="ink-fill" x="3" y="3" width="3" height="3"/></pattern>
        <pattern id="p-throttled" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="ink" d="M2 0V8M6 0V8"/></pattern>
        <pattern id="p-before" width="8" height="8" patternUnits="userSpaceOnUse"></pattern>
        <pattern id="p-after" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="ink" d="M2 0V8"/></pattern>
        </defs></svg>

        """);

    /// <summary>A small sample of a look, for a legend.</summary>
    public static void WriteSample(HtmlWriter page, string look)
    {
        page.WriteOwn("<svg class=\"sample\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">");
        Rectangle(page, look, 0, 0, 16, 16);
        page.WriteOwn("</svg>");
    }
}

/// <param name="Look">The class of its color and pattern.</param>
/// <param name="Label">What it is.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Part(string Look, string Label, long Count);
