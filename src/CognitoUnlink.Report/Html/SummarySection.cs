using System.Globalization;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>How it stands, in a sentence, in figures, and what needs attention.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        page.Write($"""<section id="summary"><h2>How it stands</h2>""");
        if (report.Items == 0)
        {
            page.Write($"<p class=\"lead\">No identity was asked for in {Look.Noun(report.Journals.Count, "this journal", "these journals")}.</p>");
        }
        else
        {
            WriteFigures(page, report);
        }

        AttentionSection.Write(page, report, options);
        page.Write($"</section>");
    }

    private static void WriteFigures(HtmlWriter page, JournalReport report)
    {
        WriteLead(page, report);
        BarChart.Write(page, report);
        page.Write($"""<ul class="tiles">""");
        foreach (var outcome in Look.Outcomes.Where(outcome => report.Count(outcome) > 0 || outcome is ItemOutcome.Unlinked or ItemOutcome.Skipped or ItemOutcome.Failed or ItemOutcome.Open))
        {
            page.Write($"""<li>""");
            BarChart.WriteSample(page, Look.Class(outcome));
            page.Write($"""<span class="name">{Look.Label(outcome)}</span> <span class="figure" data-outcome="{outcome.ToString()}">{report.Count(outcome)}</span> <span class="hint">{Look.Explain(outcome)}</span></li>""");
        }

        page.Write($"""</ul>""");
    }

    private static void WriteLead(HtmlWriter page, JournalReport report)
    {
        page.Write($"""<p class="lead">Of <strong data-figure="items">{report.Items}</strong> {Look.Noun(report.Items, "identity", "identities")}""");
        if (report.Users > 0)
        {
            page.Write($"""of <strong data-figure="users">{report.Users}</strong> {Look.Noun(report.Users, "user", "users")}""");
        }

        page.Write($"""that {Look.Noun(report.Items, "was", "were")} asked for, <strong data-figure="unlinked">{report.NowUnlinked}</strong> {Look.Noun(report.NowUnlinked, "is", "are")} unlinked{string.Concat(Then(report))}.</p>""");
    }

    private static IEnumerable<string> Then(JournalReport report)
    {
        if (report.Count(ItemOutcome.AlreadyUnlinked) is > 0 and var already)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $" ({already:N0} of them before)");
        }

        if (report.Count(ItemOutcome.Linked) is > 0 and var linked)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $", {linked:N0} {Look.Noun(linked, "is", "are")} linked again");
        }

        if (report.Count(ItemOutcome.Open) is > 0 and var open)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $", and of {open:N0} it is not known");
        }
    }
}
