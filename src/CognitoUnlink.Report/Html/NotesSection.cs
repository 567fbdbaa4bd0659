namespace CognitoUnlink.Report.Html;

/// <summary>How to read the page, and what the journals do not tell.</summary>
internal static class NotesSection
{
    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""
            <section id="notes"><h2>How to read this page</h2><ul>
            <li>Times are UTC. An identity counts once, by the latest that the journal says of it, however many runs worked on it.</li>
            <li>The page shows what the journal says. Nobody was asked while it was written: what changed in the user pool by other means is not in it.</li>
            <li>Characters that cannot be seen, and those that turn the direction of text, are shown by their code, for instance <code>[U+202E]</code>. The CSV has them as they are; a value that a spreadsheet would take for a formula begins with an apostrophe there.</li>
            """);
        if (report.Runs.Any(run => run.Settings is null))
        {
            page.Write($"""<li><strong>Not known</strong>, since a run was written by an earlier version: what was asked for, error ids (so causes are grouped by their words), throttled requests, and how users can sign in afterwards.</li>""");
        }

        if (report.Runs.Any(run => run.Settings is not null && run.Totals is null))
        {
            page.Write($"""<li><strong>Not known</strong> of runs without an end: how many requests they sent in all.</li>""");
        }

        foreach (var warning in report.Journals.Select(journal => journal.Warning).OfType<string>())
        {
            page.Write($"<li><strong>{new Value(warning)}</strong></li>");
        }

        page.Write($"""</ul><div class="scroll" tabindex="0" role="region" aria-label="Journals"><table><thead><tr><th scope="col">Journal<th scope="col" class="n">Lines<th scope="col">Last line</tr></thead><tbody>""");
        foreach (var journal in report.Journals)
        {
            page.Write($"""<tr><td>{new Value(report.NameOf(journal))}<td class="n">{journal.Lines}<td>{(journal.TornLine is null ? "whole" : "torn")}</tr>""");
        }

        page.Write($"</tbody></table></div></section>");
    }
}
