using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;

namespace CognitoUnlink.Report.Html;

/// <summary>Who did it, where, when and for how long, as the journals recorded it.</summary>
internal static class FactsTable
{
    private const int MostPools = 10;
    private const int Most = 3;
    private const string NotSaid = "not recorded";

    public static void Write(HtmlWriter page, JournalReport report)
    {
        page.Write($"""<dl class="facts">""");
        WriteProviders(page, report);
        WriteNames(page, "User pool", [.. report.UserPoolIds], MostPools);
        WriteNames(page, "Region", Regions(report), Most);
        WriteNames(page, "Account", Accounts(report), Most);
        WriteNames(page, "Run by", [.. report.Runs.SelectMany(run => run.Callers).Distinct().Select(NameOf).Distinct()], Most);
        WriteNames(page, "Sent to", [.. report.Runs.SelectMany(run => run.Places).Select(place => place.IsAws ? place.Host : $"{place.Host} (not an AWS endpoint)").Distinct()], Most);
        WriteTime(page, report);
        page.Write($"</dl>");
    }

    private static void WriteProviders(HtmlWriter page, JournalReport report)
    {
        var names = report.Providers.Where(provider => provider.Items > 0)
            .Select(provider => provider.Name == ProviderUser.CognitoProvider ? "password" : provider.Type is null ? provider.Name : $"{provider.Name} ({provider.Type})")
            .ToList();
        if (names.Count > 0)
        {
            WriteNames(page, Look.Noun(names.Count, "Provider", "Providers"), names, Most);
        }
    }

    private static void WriteTime(HtmlWriter page, JournalReport report)
    {
        if (report.Runs.Count == 0)
        {
            return;
        }

        var (first, last) = (report.Runs[0].Started, report.Runs.Max(run => run.LatestTime));
        page.Write($"""<div data-fact="When"><dt>When (UTC)<dd>{first} to {last}</div>""");
        page.Write($"""<div data-fact="At work"><dt>Time spent<dd>{string.Join(", ", AtWork(report))}</div>""");
    }

    private static IEnumerable<string> AtWork(JournalReport report)
    {
        foreach (var (task, name) in new[] { (RunTask.Unlink, "unlinking"), (RunTask.Link, "linking again") })
        {
            if (report.Runs.Count(run => run.Task == task) is > 0 and var runs)
            {
                yield return $"{Look.Duration(report.AtWork(task))} {name} in {runs} {Look.Noun(runs, "run", "runs")}";
            }
        }

        if (report.Runs.Count(run => run.Task is null) is > 0 and var others)
        {
            yield return $"{others} {Look.Noun(others, "run", "runs")} without a request";
        }
    }

    private static void WriteNames(HtmlWriter page, string name, List<string> values, int most)
    {
        var more = values.Count == 0 ? NotSaid : values.Count > most ? $"and {values.Count - most} more" : string.Empty;
        page.Write($"""<div data-fact="{name}"><dt>{name}<dd>{new Name(string.Join(", ", values.Take(most)))} {more}</div>""");
    }

    // A local pool's id may name no region, but the run's settings may.
    private static List<string> Regions(JournalReport report) =>
    [
        .. report.UserPoolIds.Select(pool => UserPoolIdRule.RegionOf(pool)
            ?? report.Runs.FirstOrDefault(run => run.UserPoolIds.Contains(pool) && run.Settings?.Region is not null)?.Settings?.Region).OfType<string>().Distinct(),
    ];

    // The ARN of an assumed role ends with the names of the role and the session, which for people is their own name; that of an IAM user ends with the user's name.
    private static string NameOf(RunCaller caller) =>
        !caller.IsAws ? caller.ToString()
        : caller.Name.Split('/') is [var first, var role, .. var session] && first.EndsWith(":assumed-role", StringComparison.Ordinal) && session.Length > 0 ? $"{string.Join('/', session)} (role {role})"
        : caller.Name.Split(":user/") is [_, var user] ? $"{user} (IAM user)"
        : caller.Name;

    // arn:partition:service:region:account:resource
    private static List<string> Accounts(JournalReport report) =>
        [.. report.Runs.SelectMany(run => run.Callers).Where(caller => caller.IsAws).Select(caller => caller.Name.Split(':')).Where(parts => parts.Length >= 6 && parts[4].Length > 0).Select(parts => parts[4]).Distinct()];
}
