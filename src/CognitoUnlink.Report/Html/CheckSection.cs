using System.Globalization;
using CognitoUnlink.Reporting;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Report.Html;

/// <summary>What stands in the way of retiring a provider, as a check found it.</summary>
internal static class CheckSection
{
    private const int MostExamples = 20;

    /// <summary>The title of a page that contains nothing else.</summary>
    public static string TitleOf(Reported<RetirementFinding> check) =>
        check.Items.Select(finding => finding.ProviderName).Distinct().ToList() is [var provider] ? $"Retiring {provider}: what would prevent it" : "What would prevent retirement";

    /// <param name="page">The page.</param>
    /// <param name="check">What was found.</param>
    /// <param name="isAlone">Whether the page is about nothing else, and has said so.</param>
    public static void Write(HtmlWriter page, Reported<RetirementFinding> check, bool isAlone)
    {
        page.Write($"""<section id="check"><h2{new Flag(isAlone, " class=\"unseen\"")}>What would prevent retirement</h2>""");
        foreach (var of in check.Items.GroupBy(finding => (finding.UserPoolId, finding.ProviderName)))
        {
            page.Write($"""<p class="lead"><strong>{Verdict([.. of])}</strong></p><p class="note">Provider {new Value(of.Key.ProviderName)} in user pool {new Value(of.Key.UserPoolId)}{AsOf.Of(check)}.</p>""");
            WriteTable(page, [.. of.OrderBy(finding => finding.Severity)]);
        }

        if (check.Items.Count == 0)
        {
            page.Write($"""<p class="good">The check found nothing{AsOf.Of(check)}.</p>""");
        }

        if (!check.IsComplete)
        {
            page.Write($"<p class=\"bad\">Not everything could be checked.</p>");
        }

        page.Write($"</section>");
    }

    private static string Verdict(List<RetirementFinding> findings)
    {
        var (blockers, warnings) = (findings.Count(finding => finding.Severity == FindingSeverity.Blocker), findings.Count(finding => finding.Severity == FindingSeverity.Warning));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{blockers:N0} {Look.Noun(blockers, "blocker", "blockers")} and {warnings:N0} {Look.Noun(warnings, "warning", "warnings")}.{(blockers == 0 ? " Nothing was found that would prevent it." : string.Empty)}");
    }

    private static void WriteTable(HtmlWriter page, List<RetirementFinding> findings)
    {
        page.Write($"""<div class="scroll" tabindex="0" role="region" aria-label="Findings"><table class="causes findings"><thead><tr><th scope="col">Finding<th scope="col" class="n">Count<th scope="col">What was found<th scope="col">What to do<th scope="col">For instance</tr></thead><tbody>""");
        foreach (var finding in findings)
        {
            page.Write($"""<tr data-check="{finding.Check.ToString()}"><th scope="row"><span class="severity {SeverityClass(finding.Severity)}">{finding.Severity.ToString()}</span> {Name(finding.Check)}<td class="n" data-name="Count">{finding.Count}<td class="do">{new Prose(finding.Message)}<td class="do" data-name="What to do">{new Prose(finding.Recommendation)}<td class="words">""");
            foreach (var example in finding.Examples.Take(MostExamples))
            {
                page.Write($"{new Value(example)}<br>");
            }

            page.Write($"{(finding.Examples.Count > MostExamples ? string.Create(CultureInfo.InvariantCulture, $"and {finding.Examples.Count - MostExamples:N0} more") : string.Empty)}</tr>");
        }

        page.Write($"</tbody></table></div>");
    }

    private static string SeverityClass(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Blocker => "blocker",
        FindingSeverity.Warning => "warning",
        _ => "information",
    };

    private static string Name(RetirementCheck check) => check switch
    {
        RetirementCheck.DeletedProvider => "The provider is already gone",
        RetirementCheck.LastProviderOfClient => "App clients with no other provider",
        RetirementCheck.WithoutWayIn => "People without another way in",
        RetirementCheck.WithoutRecovery => "People who cannot reset their password",
        RetirementCheck.WithUnofferedProvider => "People whose other provider no app client offers",
        RetirementCheck.UnknownStatus => "Users whose status is unknown",
        RetirementCheck.OwnProfile => "People who exist only through the provider",
        RetirementCheck.NotChecked => "Not checked",
        RetirementCheck.AppClient => "App clients that still offer it",
        RetirementCheck.LinkingTrigger => "A trigger that may link people again",
        RetirementCheck.Twin => "Linked to one user, and a user of its own",
        RetirementCheck.MfaRequired => "A second factor is required",
        RetirementCheck.OnlyAdministratorsCreateUsers => "Only administrators create users",
        RetirementCheck.ProviderGroup => "The provider's group",
        RetirementCheck.Link => "Links",
        RetirementCheck.Cost => "Cost and time",
        _ => check.ToString(),
    };
}

/// <summary>Says how old a finding is.</summary>
internal static class AsOf
{
    public static string Of<T>(Reported<T> reported) =>
        reported.WrittenAt is { } time ? string.Create(CultureInfo.InvariantCulture, $", as of {time:yyyy-MM-dd HH:mm:ss} UTC") : string.Empty;
}
