using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Report.Html;

/// <summary>What needs attention, each with its next step.</summary>
internal static class AttentionSection
{
    public static void Write(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        var cutOff = report.Runs.Where(run => run.Ended is null).ToList();
        var torn = report.Journals.Where(journal => journal.TornLine is not null).ToList();
        var items = report.Count(ItemOutcome.Open) + report.Count(ItemOutcome.Failed) + report.Count(ItemOutcome.LinkFailed) + report.Count(ItemOutcome.NotPossible) + report.Count(SignInNow.None);
        if (items + cutOff.Count + torn.Count == 0)
        {
            page.Write($"{new Flag(report.Items > 0, "<p class=\"good\">Nothing is left to do: every run finished, and nothing failed.</p>")}");
            return;
        }

        page.Write($"""<div class="attention"><h3>What needs attention</h3><ul>""");
        WriteLockedOut(page, report);
        WriteUnlinks(page, report, options);
        WriteLinks(page, report);
        if (cutOff.Count > 0)
        {
            WriteCutOff(page, report, cutOff);
        }

        foreach (var journal in torn)
        {
            page.Write($"<li>The last line of {new Value(report.NameOf(journal))} (line {journal.TornLine!.Number}) is incomplete, because of a crash or a full disk. No request was sent for it.</li>");
        }

        page.Write($"</ul></div>");
    }

    private static void WriteLockedOut(HtmlWriter page, JournalReport report)
    {
        if (report.Count(SignInNow.None) is > 0 and var people)
        {
            page.Write($"""<li data-attention="locked-out"><strong>{people}</strong> {Look.Noun(people, "person has", "people have")} no way to sign in. Give {Look.Noun(people, "this person", "them")} a password, or link the identity again. <a href="#items">The table</a> can show {Look.Noun(people, "this person", "them")} alone: see “Can sign in”.</li>""");
        }
    }

    private static void WriteUnlinks(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        var stillLinked = report.Causes.Where(cause => cause is { Outcome: ItemOutcome.Failed, ErrorId: ErrorId.IdentityStillLinked }).Sum(cause => cause.Items);
        var failed = report.Count(ItemOutcome.Failed) - stillLinked;
        var open = report.Count(ItemOutcome.Open) - report.OpenLinks;
        if (stillLinked > 0)
        {
            page.Write($"""<li data-attention="still-linked"><strong>{stillLinked}</strong> {Look.Noun(stillLinked, "request", "requests")} to unlink {Look.Noun(stillLinked, "was", "were")} accepted, but the user still has the link. Another user may have lost theirs. {new Prose(options.AdviceFor(ErrorId.IdentityStillLinked))}</li>""");
        }

        // The command treats everything that is not unlinked as work to do.
        if (open + failed > 0 && report.Count(ItemOutcome.Linked) + report.Count(ItemOutcome.AlreadyLinked) + stillLinked is > 0 and var others)
        {
            page.Write($"""<li data-attention="choose"><strong>Do not run the whole command again:</strong> it would also process the {others} {Look.Noun(others, "sign-in", "sign-ins")} that {Look.Noun(others, "was", "were")} restored since, or whose request must not be repeated. Select the rows that you want in <a href="#items">the table</a>, download the CSV, and run the unlink command on that file with the same journal.</li>""");
        }

        if (open > 0)
        {
            page.Write($"""<li data-attention="open-unlinks"><strong>{open}</strong> {Look.Noun(open, "request", "requests")} to unlink may or may not have been carried out. Run the unlink command again with the same journal: it first reads each user to find out.</li>""");
        }

        if (failed > 0)
        {
            page.Write($"""<li data-attention="failed-unlinks"><strong>{failed}</strong> {Look.Noun(failed, "sign-in", "sign-ins")} could not be unlinked. See <a href="#causes">the causes and what to do</a>, then run the unlink command again with the same journal. It tries {Look.Noun(failed, "this one", "these")} again, and everything else in its input that is not unlinked yet.</li>""");
        }
    }

    private static void WriteLinks(HtmlWriter page, JournalReport report)
    {
        if (report.OpenLinks is > 0 and var open)
        {
            page.Write($"""<li data-attention="open-links"><strong>{open}</strong> {Look.Noun(open, "request", "requests")} to link again may or may not have been carried out. Run the same undo again with the same journal: it first reads each user to find out.</li>""");
        }

        if (report.Count(ItemOutcome.LinkFailed) is > 0 and var failed)
        {
            page.Write($"""<li data-attention="failed-links"><strong>{failed}</strong> {Look.Noun(failed, "sign-in", "sign-ins")} could not be linked again. See <a href="#causes">the causes and what to do</a>, then run the same undo again with the same journal.</li>""");
        }

        if (report.Count(ItemOutcome.NotPossible) is > 0 and var notPossible)
        {
            page.Write($"""<li data-attention="not-possible"><strong>{notPossible}</strong> {Look.Noun(notPossible, "sign-in", "sign-ins")} cannot be linked again now. See <a href="#causes">what prevents it</a>. Once that is removed, run the same undo again with the same journal.</li>""");
        }
    }

    private static void WriteCutOff(HtmlWriter page, JournalReport report, List<RunReport> cutOff)
    {
        var carriedOn = cutOff.Count(report.IsCarriedOn);
        page.Write($"""<li data-attention="cut-off"><strong>{cutOff.Count}</strong> of {report.Runs.Count} <a href="#runs">{Look.Noun(report.Runs.Count, "run", "runs")}</a> did not reach {Look.Noun(cutOff.Count, "its", "their")} end: stopped, cut off, or still in progress when this page was written.""");
        if (carriedOn > 0)
        {
            page.Write($" {(carriedOn == cutOff.Count ? "A later run continued the work and finished." : $"A later run continued {carriedOn} of them and finished.")}");
        }

        page.Write($"</li>");
    }
}

/// <summary>How to read the page, and what the journals do not say.</summary>
internal static class NotesSection
{
    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""
            <section id="notes"><h2>How to read this page</h2><ul>
            <li>Times are UTC. A sign-in is one link between a user and an identity of a provider. It counts once, by its latest entry in the journal, however many runs processed it. A person is one user of a user pool, and counts once too.</li>
            <li>The page shows what the journal says. No request was sent while it was written, so changes made to the user pool by other means are not shown.</li>
            <li>Invisible characters, and those that change the direction of text, are shown as their code, for instance <code>[U+202E]</code>. The CSV keeps them as they are; there, a value that a spreadsheet would read as a formula begins with an apostrophe.</li>
            """);
        if (report.Runs.Any(run => run.Settings is null))
        {
            page.Write($"""<li><strong>Not known</strong>, because a run was recorded by an earlier version: the settings, error ids (so causes are grouped by their text), throttled requests, and how users can sign in afterwards.</li>""");
        }

        if (report.Runs.Any(run => run.Settings is not null && run.Totals is null))
        {
            page.Write($"""<li><strong>Not known</strong> for runs without an end: how many requests they sent in total.</li>""");
        }

        foreach (var warning in report.Journals.Select(journal => journal.Warning).OfType<string>())
        {
            page.Write($"<li><strong>{new Value(warning)}</strong></li>");
        }

        page.Write($"""</ul><div class="scroll" tabindex="0" role="region" aria-label="Journals"><table><thead><tr><th scope="col">Journal<th scope="col" class="n">Lines<th scope="col">Last line</tr></thead><tbody>""");
        foreach (var journal in report.Journals)
        {
            page.Write($"""<tr><td>{new Value(report.NameOf(journal))}<td class="n">{journal.Lines}<td>{(journal.TornLine is null ? "complete" : "incomplete")}</tr>""");
        }

        page.Write($"</tbody></table></div></section>");
    }
}

/// <summary>What was linked again, what cannot be, and what could still be.</summary>
internal static class UndoSection
{
    public static void Write(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        page.Write($"""
            <section id="undo"><h2>Undo</h2>
            <dl class="figures">
            <div><dt>Can be linked again<dd data-undo="StillUnlinked">{report.StillUnlinked}<dd class="hint">a run removed it, and nobody linked it again</div>
            <div><dt>Linked again<dd data-undo="Linked">{report.Count(ItemOutcome.Linked)}<dd class="hint">a read showed the link</div>
            <div><dt>Link not possible<dd data-undo="NotPossible">{report.Count(ItemOutcome.NotPossible)}<dd class="hint">an obstacle must be removed first; see the causes</div>
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
            page.Write($"""<p>To link again everything that is still unlinked{(report.Count(ItemOutcome.Open) > 0 ? ", and unlinks whose outcome is not known" : string.Empty)}: <code>{new Prose(options.Undo)}</code>. This works for each person until they sign in through the provider again.</p>""");
        }

        page.Write($"</section>");
    }
}
