using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting.Html;

/// <summary>What was asked, and when.</summary>
internal static class RunsSection
{
    private const int Most = 500;

    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""
            <section id="runs"><h2>What was asked, and when</h2>
            <p>Each row is one run of the command. Figures are of that run alone, so an identity that failed and was done by a later run is in both.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Runs"><table><thead><tr>
            <th scope="col">When (UTC)<th scope="col">Task<th scope="col">Asked<th scope="col" class="n">Unlinked<th scope="col" class="n">Already<th scope="col" class="n">Linked<th scope="col" class="n">Skipped<th scope="col" class="n">Failed<th scope="col" class="n">Requests<th scope="col" class="n">Throttled<th scope="col" class="n">Repeated
            </tr></thead><tbody>
            """);
        foreach (var run in report.Runs.Take(Most))
        {
            page.Write($"""<tr data-run="{run.Id}"><td>{run.Started}<br>""");
            WriteEnd(page, run);
            page.Write($"<td>{(run.Task is { } task ? task.ToString() : "not known")}{(run.Settings is null && run.Task is not null ? " (as its requests show)" : string.Empty)}<td class=\"asked\">");
            WriteAsked(page, run);
            foreach (var kind in (JournalEvent[])[JournalEvent.Unlinked, JournalEvent.AlreadyUnlinked, JournalEvent.Linked, JournalEvent.Skipped, JournalEvent.Failed])
            {
                page.Write($"""<td class="n" data-event="{kind.ToString()}">{run.Lines(kind)}""");
            }

            WriteRequests(page, run);
        }

        page.Write($"</tbody></table></div>");
        if (report.Runs.Count > Most)
        {
            page.Write($"<p class=\"note\">The first {Most} of {report.Runs.Count} runs are shown.</p>");
        }

        page.Write($"</section>");
    }

    private static void WriteEnd(HtmlWriter page, RunReport run)
    {
        if (run.Ended is { } ended)
        {
            page.Write($"<span class=\"hint\">ended after {Look.Duration(ended - run.Started)}</span>");
        }
        else
        {
            page.Write($"<strong>no end</strong><span class=\"hint\">; last line after {Look.Duration(run.LatestTime - run.Started)}</span>");
        }
    }

    private static void WriteAsked(HtmlWriter page, RunReport run)
    {
        if (run.Settings is not { } asked)
        {
            page.Write($"<span class=\"hint\">not known: the journal is of an earlier version</span>");
            return;
        }

        if (asked.AllProviders == true)
        {
            page.Write($"all providers; ");
        }
        else if (asked.ProviderName is not null)
        {
            page.Write($"providers {new Value(asked.ProviderName)}; ");
        }
        else
        {
            page.Write($"what rows or parameters name; ");
        }

        string[] others =
        [
            .. asked.Shard is { } shard ? [$"shard {shard}"] : Array.Empty<string>(),
            .. asked.ParameterSetName is { } set ? [$"parameter set {set}"] : Array.Empty<string>(),
            .. asked.Task == RunTask.Unlink ? [$"lock-out {(asked.AllowLockout == true ? "ALLOWED" : "refused")}"] : Array.Empty<string>(),
            .. asked.Verify == true ? ["verify"] : Array.Empty<string>(),
            .. asked.SignOut == true ? ["sign out"] : Array.Empty<string>(),
            .. asked.MaximumChange is { } most ? [$"at most {most} changes"] : Array.Empty<string>(),
            .. asked.RequestsPerSecond is { } rate ? [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rate:0.##} requests/s")] : Array.Empty<string>(),
            .. asked.ThrottleLimit is { } limit ? [$"{limit} in flight"] : Array.Empty<string>(),
        ];
        page.Write($"{string.Join("; ", others)}");
    }

    private static void WriteRequests(HtmlWriter page, RunReport run)
    {
        if (run.Totals is { } totals)
        {
            page.Write($"""<td class="n">{totals.Requests}<td class="n" data-throttled>{totals.Throttled}<td class="n">{totals.Retried}</tr>""");
        }
        else if (run.Throttled is { } throttled)
        {
            page.Write($"""<td class="n">–<td class="n" data-throttled>≥ {throttled}<td class="n">–</tr>""");
        }
        else
        {
            page.Write($"""<td class="n">–<td class="n" data-throttled>–<td class="n">–</tr>""");
        }
    }
}
