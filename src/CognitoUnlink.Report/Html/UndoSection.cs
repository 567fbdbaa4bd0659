using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Html;

/// <summary>What was linked again, what cannot be, and what could still be.</summary>
internal static class UndoSection
{
    public static void Write(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        page.Write($"""
            <section id="undo"><h2>Undo</h2>
            <dl class="figures">
            <div><dt>Still unlinked<dd data-undo="StillUnlinked">{report.StillUnlinked}<dd class="hint">a run unlinked it, and nobody linked it again</div>
            <div><dt>Linked again<dd data-undo="Linked">{report.Count(ItemOutcome.Linked)}<dd class="hint">a read showed the link</div>
            <div><dt>Link not possible<dd data-undo="NotPossible">{report.Count(ItemOutcome.NotPossible)}<dd class="hint">an obstacle has to go first; see the causes</div>
            <div><dt>Link failed<dd data-undo="LinkFailed">{report.Count(ItemOutcome.LinkFailed)}<dd class="hint">it stays as it was; see the causes</div>
            <div><dt>Not known<dd data-undo="Open">{report.Count(ItemOutcome.Open)}<dd class="hint">may or may not have been carried out</div>
            </dl>
            """);
        if (!report.Runs.Any(run => run.Task == RunTask.Link))
        {
            page.Write($"<p>No run in {Look.Noun(report.Journals.Count, "this journal", "these journals")} linked anything again.</p>");
        }

        if (report.StillUnlinked + report.Count(ItemOutcome.Open) > 0)
        {
            page.Write($"""<p>To link again what is still unlinked{(report.Count(ItemOutcome.Open) > 0 ? ", also of what is not known" : string.Empty)}: <code>{options.Undo}</code>. This works until people sign in through the provider again.</p>""");
        }

        page.Write($"</section>");
    }
}
