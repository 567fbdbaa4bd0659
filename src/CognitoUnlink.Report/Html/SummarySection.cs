using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Report.Html;

/// <summary>The current state: in sentences, in figures, by people, and what needs attention.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter page, JournalReport report, ReportOptions options)
    {
        page.Write($"""<section id="summary"><h2 class="unseen">Summary</h2>""");
        if (report.Items == 0)
        {
            page.Write($"<p class=\"lead\">{Look.Noun(report.Journals.Count, "This journal contains", "These journals contain")} no identities.</p>");
            FactsTable.Write(page, report);
        }
        else
        {
            Headline.Write(page, report);
            FactsTable.Write(page, report);
            WriteOutcomes(page, report);
            WriteWays(page, report);
        }

        AttentionSection.Write(page, report, options);
        page.Write($"</section>");
    }

    private static void WriteOutcomes(HtmlWriter page, JournalReport report)
    {
        page.Write($"""<h3>What became of the {report.Items} {Look.Noun(report.Items, "sign-in", "sign-ins")}</h3>""");
        BarChart.Write(page, "bar", "Sign-ins by outcome", [.. Look.Outcomes.Select(outcome => new Part(Look.Class(outcome), Look.Label(outcome), report.Count(outcome)))]);
        page.Write($"""<ul class="tiles">""");
        foreach (var outcome in Look.Outcomes.Where(outcome => report.Count(outcome) > 0 || (outcome is ItemOutcome.Unlinked or ItemOutcome.Skipped or ItemOutcome.Failed)))
        {
            page.Write($"""<li>""");
            BarChart.WriteSample(page, Look.Class(outcome));
            page.Write($"""<span class="name">{Look.Label(outcome)}</span> <span class="figure" data-outcome="{outcome.ToString()}">{report.Count(outcome)}</span> <span class="hint">{Look.Explain(outcome)}</span></li>""");
        }

        page.Write($"</ul>");
    }

    private static void WriteWays(HtmlWriter page, JournalReport report)
    {
        if (report.Users == 0)
        {
            return;
        }

        page.Write($"""<h3>How the <span data-figure="people">{report.Users}</span> {Look.Noun(report.Users, "person", "people")} can sign in now</h3>""");
        BarChart.Write(page, "ways", "People by how they can sign in now", [.. Look.Ways.Select(way => new Part(Look.Class(way), Look.Label(way), report.Count(way)))]);
        page.Write($"""<ul class="tiles">""");
        foreach (var way in Look.Ways.Where(way => report.Count(way) > 0 || way == SignInNow.None))
        {
            page.Write($"""<li>""");
            BarChart.WriteSample(page, Look.Class(way));
            page.Write($"""<span class="name">{Look.Label(way)}</span> <span class="figure" data-way="{way.ToString()}">{report.Count(way)}</span> <span class="hint">{Look.Explain(way)}</span></li>""");
        }

        page.Write($"""</ul><p class="note">This is what the journal recorded when each person was last read. It cannot show whether people know their password. Disabled users are counted as if they were enabled.</p>""");
    }
}

/// <summary>The report in a few sentences. Each of their numbers is also in a tile.</summary>
internal static class Headline
{
    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""<p class="lead"><strong>""");
        WriteFirst(page, report);
        page.Write($"</strong>");
        WriteLockedOut(page, report);
        WriteRest(page, report);
        page.Write($"</p>");
    }

    private static void WriteFirst(HtmlWriter page, JournalReport report)
    {
        var (outcome, task, done) = IsUndo(report) ? (ItemOutcome.Linked, RunTask.Link, "linked again") : (ItemOutcome.Unlinked, RunTask.Unlink, "removed");
        page.Write($"""<span data-figure="{outcome.ToString()}">{report.Count(outcome)}</span> of <span data-figure="items">{report.Items}</span> {new Value(Provider(report))} {Look.Noun(report.Items, "sign-in", "sign-ins")} {done}{(report.Runs.Any(run => run.Task == task) ? $" in {Look.Words(report.AtWork(task))}" : string.Empty)}.""");
    }

    private static bool IsUndo(JournalReport report) =>
        report.Count(ItemOutcome.Linked) + report.Count(ItemOutcome.AlreadyLinked) + report.Count(ItemOutcome.NotPossible) + report.Count(ItemOutcome.LinkFailed) > 0;

    private static string Provider(JournalReport report)
    {
        var names = report.Providers.Where(provider => provider.Items > 0).Select(provider => provider.Name == Gateway.ProviderUser.CognitoProvider ? "password" : Texts.ShortText.Of(provider.Name, 40)!).ToList();
        return names.Count switch { 1 => names[0], 2 => $"{names[0]} and {names[1]}", _ => "external" };
    }

    private static void WriteLockedOut(HtmlWriter page, JournalReport report)
    {
        var (none, unknown) = (report.Count(SignInNow.None), report.Count(SignInNow.Unknown));
        if (none > 0)
        {
            page.Write($""" <strong class="bad"><span data-figure="None">{none}</span> {Look.Noun(none, "person has", "people have")} no way to sign in.</strong>""");
        }
        else if (report.Users > 0 && unknown == 0 && report.WithoutUser == 0)
        {
            page.Write($" Nobody was locked out.");
        }
        else if (unknown < report.Users)
        {
            page.Write($" Nobody is known to be locked out.");
        }

        if (report.Count(SignInNow.Password) is > 0 and var password)
        {
            page.Write($""" <span data-figure="Password">{password}</span> {Look.Noun(password, "person has", "people have")} only a password, with no known way to reset it.""");
        }

        if (unknown > 0)
        {
            page.Write($""" The {Look.Noun(report.Journals.Count, "journal does", "journals do")} not show how <span data-figure="Unknown">{unknown}</span> {Look.Noun(unknown, "person", "people")} can sign in now.""");
        }

        if (report.WithoutUser > 0)
        {
            page.Write($""" The {Look.Noun(report.Journals.Count, "journal does", "journals do")} not show which {Look.Noun(report.WithoutUser, "user", "users")} <span data-figure="withoutUser">{report.WithoutUser}</span> of them belonged to.""");
        }
    }

    private static void WriteRest(HtmlWriter page, JournalReport report)
    {
        Write(page, report, ItemOutcome.Unlinked, IsUndo(report), "is still removed", "are still removed");
        Write(page, report, ItemOutcome.AlreadyUnlinked, true, "was gone before", "were gone before");
        Write(page, report, ItemOutcome.AlreadyLinked, true, "was still linked", "were still linked");
        Write(page, report, ItemOutcome.Skipped, true, "was refused by a safety check", "were refused by a safety check");
        Write(page, report, ItemOutcome.NotPossible, true, "cannot be linked again now", "cannot be linked again now");
        Write(page, report, ItemOutcome.LinkFailed, true, "could not be linked again", "could not be linked again");
        Write(page, report, ItemOutcome.Failed, true, "failed", "failed");
        if (report.Count(ItemOutcome.Open) is > 0 and var open)
        {
            page.Write($""" For <span data-figure="Open">{open}</span>, it is not known whether the change was made.""");
        }
    }

    private static void Write(HtmlWriter page, JournalReport report, ItemOutcome outcome, bool isSaid, string one, string several)
    {
        if (isSaid && report.Count(outcome) is > 0 and var count)
        {
            page.Write($""" <span data-figure="{outcome.ToString()}">{count}</span> {Look.Noun(count, one, several)}.""");
        }
    }
}
