namespace CognitoUnlink.Reporting.Html;

/// <summary>How it stands, in a sentence, in figures, and what needs attention.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""<section id="summary"><h2>How it stands</h2>""");
        if (report.Items == 0)
        {
            page.Write($"<p class=\"lead\">No identity was asked for in {(report.Journals.Count == 1 ? "this journal" : "these journals")}.</p></section>");
            return;
        }

        var gone = report.Count(ItemOutcome.Unlinked) + report.Count(ItemOutcome.AlreadyUnlinked);
        page.Write($"""<p class="lead">Of <strong data-figure="items">{report.Items}</strong> identities of <strong data-figure="users">{report.Users}</strong> users that were asked for, <strong>{gone}</strong> are unlinked{Then(report)}.</p>""");
        BarChart.Write(page, report);
        page.Write($"""<ul class="tiles">""");
        foreach (var outcome in Look.Outcomes.Where(outcome => report.Count(outcome) > 0 || outcome is ItemOutcome.Unlinked or ItemOutcome.Skipped or ItemOutcome.Failed or ItemOutcome.Open))
        {
            page.Write($"""<li>""");
            BarChart.WriteSample(page, Look.Class(outcome));
            page.Write($"""<span class="name">{Look.Label(outcome)}</span> <span class="figure" data-outcome="{outcome.ToString()}">{report.Count(outcome)}</span> <span class="hint">{Look.Explain(outcome)}</span></li>""");
        }

        page.Write($"""</ul>""");
        WriteAttention(page, report);
        page.Write($"</section>");
    }

    private static string Then(JournalReport report) => report.Count(ItemOutcome.Linked) is > 0 and var linked
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", and {linked:N0} are linked again")
        : string.Empty;

    private static void WriteAttention(HtmlWriter page, JournalReport report)
    {
        var cutOff = report.Runs.Where(run => run.Ended is null).ToList();
        var torn = report.Journals.Where(journal => journal.TornLine is not null).ToList();
        var failed = report.Count(ItemOutcome.Failed) + report.Count(ItemOutcome.LinkFailed);
        if (report.Count(ItemOutcome.Open) + failed + cutOff.Count + torn.Count == 0)
        {
            page.Write($"""<p class="good">Nothing is left open: every run came to its end, and no identity failed.</p>""");
            return;
        }

        page.Write($"""<div class="attention"><h3>What needs attention</h3><ul>""");
        if (report.Count(ItemOutcome.Open) is > 0 and var open)
        {
            page.Write($"<li><strong>{open}</strong> {(open == 1 ? "request" : "requests")} may or may not have been carried out: {(open == 1 ? "it was" : "they were")} about to be sent, and no answer was written down. Run the same command with the same journal; it settles each by a read.</li>");
        }

        if (failed > 0)
        {
            page.Write($"""<li><strong>{failed}</strong> failed. <a href="#causes">The causes and what to do</a> are below; the same command with the same journal tries only these again.</li>""");
        }

        if (cutOff.Count > 0)
        {
            page.Write($"""<li><strong>{cutOff.Count}</strong> of {report.Runs.Count} <a href="#runs">runs</a> did not come to {(cutOff.Count == 1 ? "its" : "their")} end: stopped, cut off, or still going on when this page was written.{(report.Runs[^1].Ended is null ? string.Empty : " A later run did.")}</li>""");
        }

        foreach (var journal in torn)
        {
            page.Write($"<li>The last line of {new Value(journal.FileName)} (line {journal.TornLine!.Number}) is not whole, as a crash or a full disk leaves it. Nothing was sent on the strength of it.</li>");
        }

        page.Write($"</ul></div>");
    }
}
