using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>What was requested, and when.</summary>
internal static class RunsSection
{
    private const int Most = 500;
    private const int MostPools = 3;

    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""
            <section id="runs"><h2>Runs</h2>
            <p>Each row is one run of the command. The result is for that run only: a sign-in that failed and was removed by a later run counts in both.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Runs"><table class="runs"><thead><tr>
            <th scope="col">When (UTC)<th scope="col">Task<th scope="col">Result<th scope="col" class="n">Requests<th scope="col" class="n">Throttled<th scope="col" class="n">Retried
            </tr></thead><tbody>
            """);
        foreach (var run in report.Runs.Take(Most))
        {
            page.Write($"""<tr data-run="{run.Id}"><th scope="row">{run.Started}<br>""");
            WriteEnd(page, run);
            page.Write($"""<td class="settings" data-name="Task">""");
            SettingsText.Write(page, run);
            WriteWho(page, run);
            WriteWhere(page, report, run);
            WriteOutcomes(page, run);
            WriteRequests(page, run);
        }

        page.Write($"</tbody></table></div>");
        if (report.Runs.Count > Most)
        {
            page.Write($"<p class=\"note\">The first {Most} of {report.Runs.Count} runs are shown.</p>");
        }

        page.Write($"</section>");
    }

    private static void WriteWho(HtmlWriter page, RunReport run)
    {
        foreach (var caller in run.Callers)
        {
            page.Write($"<div class=\"hint\" data-caller=\"{(caller.IsAws ? "aws" : "os")}\">run by {new Name(caller.Name)}{(caller.IsAws ? string.Empty : ", the user of the operating system")}</div>");
        }
    }

    private static void WriteWhere(HtmlWriter page, JournalReport report, RunReport run)
    {
        if (report.UserPoolIds.Count > 1)
        {
            page.Write($"<div class=\"hint\">user pool {new Value(string.Join(", ", run.UserPoolIds.Take(MostPools)))}{(run.UserPoolIds.Count > MostPools ? ", …" : string.Empty)}</div>");
        }

        if (run.Places.Where(place => !place.IsAws).Select(place => place.Host).Distinct().ToList() is { Count: > 0 } hosts)
        {
            page.Write($"<div><strong>at {new Name(string.Join(", ", hosts))}</strong><span class=\"hint\">, which is not an AWS endpoint</span></div>");
        }

        if (report.Journals.Count > 1)
        {
            page.Write($"<div class=\"hint\">journal {new Value(report.NameOf(run.Journal))}</div>");
        }

        page.Write($"<div class=\"hint\">run {new Value(run.Id)}</div>");
    }

    private static void WriteOutcomes(HtmlWriter page, RunReport run)
    {
        page.Write($"""<td data-name="Result"><ul class="came">""");
        foreach (var outcome in Look.Outcomes.Where(outcome => run.Count(outcome) > 0))
        {
            page.Write($"""<li data-came="{outcome.ToString()}"><strong>{run.Count(outcome)}</strong> {Look.Label(outcome).ToLowerInvariant()}</li>""");
        }

        page.Write($"</ul>");
    }

    private static void WriteEnd(HtmlWriter page, RunReport run)
    {
        if (run.Ended is { } set && set < run.Started)
        {
            page.Write($"<span class=\"hint\">ended; the clock was set back during the run</span>");
        }
        else if (run.Ended is not null)
        {
            page.Write($"<span class=\"hint\">ended after {Look.Duration(run.Duration)}</span>");
        }
        else
        {
            page.Write($"<strong>no end</strong><span class=\"hint\">; last line after {Look.Duration(run.Duration)}</span>");
        }
    }

    private static void WriteRequests(HtmlWriter page, RunReport run)
    {
        if (run.Totals is { } totals)
        {
            page.Write($"""<td class="n" data-name="Requests">{totals.Requests}<td class="n" data-name="Throttled" data-throttled>{totals.Throttled}<td class="n" data-name="Retried">{totals.Retried}</tr>""");
        }
        else if (run.Throttled is { } throttled)
        {
            page.Write($"""<td class="n" data-name="Requests">–<td class="n" data-name="Throttled" data-throttled>≥ {throttled}<td class="n" data-name="Retried">–</tr>""");
        }
        else
        {
            page.Write($"""<td class="n" data-name="Requests">–<td class="n" data-name="Throttled" data-throttled>–<td class="n" data-name="Retried">–</tr>""");
        }
    }
}
