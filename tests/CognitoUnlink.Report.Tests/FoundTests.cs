using System.Net;
using System.Text.RegularExpressions;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Reporting;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Report.Tests;

/// <summary>What a check found before the run, and a comparison after it, as sections of the page or as a separate page.</summary>
public sealed class FoundTests : IDisposable
{
    private readonly JournalFile _journal = new();

    private string Page => Path.ChangeExtension(_journal.Path, ".html");

    public void Dispose() => _journal.Dispose();

    private static RetirementFinding Finding(RetirementCheck check, FindingSeverity severity, long count, params string[] examples) => new()
    {
        UserPoolId = "eu-west-1_Pool",
        ProviderName = "Okta",
        Check = check,
        Severity = severity,
        Count = count,
        Message = $"Message of {check}.",
        Recommendation = $"Recommendation of {check}.",
        Examples = examples,
    };

    private static ComparedIdentity Compared(int user, ComparedState state) => new()
    {
        UserPoolId = "eu-west-1_Pool",
        Username = $"user-{user}",
        ProviderName = "Okta",
        ProviderAttributeName = "Cognito_Subject",
        ProviderAttributeValue = $"subject-{user}",
        State = state,
        FoundUsername = state is ComparedState.LinkedAgain or ComparedState.NewProfile ? $"found-{user}" : null,
        FoundSince = state == ComparedState.LinkedAgain ? new DateTime(2026, 4, 1, 8, 0, 0, DateTimeKind.Utc) : null,
    };

    private string Write(ReportOptions options, params string[] journals)
    {
        ReportFile.Write([.. journals.Select(path => (path, "run.jsonl"))], options, TestContext.Current.CancellationToken);
        return File.ReadAllText(Page);
    }

    private static string Text(string page, string pattern) =>
        Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(Regex.Match(page, pattern, RegexOptions.Singleline).Groups[1].Value, "<[^>]*>", " ")), @"\s+", " ").Trim();

    [Fact]
    public void Findings_alone_make_a_page_with_the_worst_ones_first()
    {
        var page = Write(Sample.Options(Page) with
        {
            Check = new Reported<RetirementFinding>(
            [
                Finding(RetirementCheck.Link, FindingSeverity.Information, 152),
                Finding(RetirementCheck.AppClient, FindingSeverity.Warning, 1, "web (abc)"),
                Finding(RetirementCheck.WithoutWayIn, FindingSeverity.Blocker, 1008, [.. Enumerable.Range(1, 25).Select(number => $"user-{number}")]),
            ])
            { WrittenAt = new DateTime(2026, 3, 28, 12, 0, 0, DateTimeKind.Utc) },
        });

        Assert.Contains("<title>Retiring Okta: what would prevent it</title>", page, StringComparison.Ordinal);
        Assert.Equal("1 blocker and 1 warning.", Text(page, "class=\"lead\">(.*?)</p>"));
        Assert.Contains("as of 2026-03-28 12:00:00 UTC", page, StringComparison.Ordinal);
        Assert.Equal(["WithoutWayIn", "AppClient", "Link"], Regex.Matches(page, "data-check=\"(\\w+)\"").Select(match => match.Groups[1].Value));
        var row = Text(page, "data-check=\"WithoutWayIn\">(.*?)</tr>");
        Assert.StartsWith("Blocker People without another way in 1,008 Message of WithoutWayIn. Recommendation of WithoutWayIn. user-1 user-2", row, StringComparison.Ordinal);
        Assert.EndsWith("user-20 and 5 more", row, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"summary\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"items\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_finding_has_its_own_name()
    {
        var page = Write(Sample.Options(Page) with { Check = new Reported<RetirementFinding>([.. Enum.GetValues<RetirementCheck>().Select(check => Finding(check, FindingSeverity.Warning, 1))]) });

        var names = Regex.Matches(page, "data-check=\"\\w+\">(.*?)<td", RegexOptions.Singleline).Select(match => Regex.Replace(match.Groups[1].Value, "<[^>]*>", string.Empty).Trim()).ToList();
        Assert.Equal(Enum.GetValues<RetirementCheck>().Length, names.Distinct().Count());
    }

    [Fact]
    public async Task A_check_and_a_comparison_become_sections_of_a_report()
    {
        await _journal.WriteAsync(Sample.Started(), Sample.Refused(1));

        var page = Write(
            Sample.Options(Page) with
            {
                Check = new Reported<RetirementFinding>([Finding(RetirementCheck.Link, FindingSeverity.Information, 3)]) { IsComplete = false },
                Comparison = new Reported<ComparedIdentity>([Compared(1, ComparedState.Gone), Compared(2, ComparedState.LinkedAgain), Compared(3, ComparedState.NewProfile), Compared(4, ComparedState.Deleted)]),
            },
            _journal.Path);

        Assert.Equal(["summary", "compare", "check", "refused", "causes", "runs", "progress", "links", "undo", "items", "notes"], Regex.Matches(page, "<section id=\"(\\w+)\"").Select(match => match.Groups[1].Value));
        Assert.Contains("Not everything could be checked.", page, StringComparison.Ordinal);
        Assert.Contains("Nothing was found that would prevent it.", page, StringComparison.Ordinal);
        var compared = Regex.Match(page, "<section id=\"compare\">.*?</section>", RegexOptions.Singleline).Value;
        Assert.Equal("2 of 4 removed sign-ins came back.", Text(compared, "class=\"lead\">(.*?)</p>"));
        Assert.Equal(["items 4", "Gone 1", "LinkedAgain 1", "NewProfile 1", "Deleted 1"], Regex.Matches(compared, "data-compared=\"(\\w+)\">(\\d+)<").Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}"));
        Assert.Equal("user-2 Linked again Okta subject-2 found-2 2026-04-01 08:00:00", Text(compared, "<tbody>\\s*<tr>(.*?)</tr>"));
        Assert.Equal(2, Regex.Count(compared, "<th scope=\"row\">"));
    }

    [Fact]
    public void The_page_says_so_if_nobody_came_back()
    {
        var page = Write(Sample.Options(Page) with { Comparison = new Reported<ComparedIdentity>([Compared(1, ComparedState.Gone)]) { IsComplete = false } });

        Assert.Equal("No one has come back.", Text(page, "class=\"lead\">(.*?)</p>"));
        Assert.Contains("The comparison is not complete.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_from_a_check_and_a_comparison_are_shown_as_text()
    {
        var page = Write(Sample.Options(Page) with
        {
            Check = new Reported<RetirementFinding>([Finding(RetirementCheck.Twin, FindingSeverity.Warning, 1, "<b>x</b>") with { ProviderName = "<script>1</script>", Message = "<img src=x>" }]),
            Comparison = new Reported<ComparedIdentity>([Compared(1, ComparedState.NewProfile) with { FoundUsername = "\u202E<i>" }]),
        });

        Assert.DoesNotContain("<b>x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>1", page, StringComparison.Ordinal);
        Assert.Contains("[U&#x2B;202E]&lt;i&gt;", page.Replace("[U+", "[U&#x2B;", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_does_not_overwrite_the_file_it_is_made_from()
    {
        File.WriteAllText(Page, "{}");

        var problem = Assert.Throws<UnlinkException>(() => Write(Sample.Options(Page) with { Check = new Reported<RetirementFinding>([]) { Path = Page } }));

        Assert.Equal(ErrorId.ReportNotWritable, problem.ErrorId);
        Assert.Equal("{}", File.ReadAllText(Page));
    }
}
