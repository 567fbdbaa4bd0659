using CognitoUnlink.Reporting;

namespace CognitoUnlink.Core.Tests.Reporting;

public class ReportOptionsTests
{
    [Theory]
    [InlineData("runs/okta.jsonl", "okta.html")]
    [InlineData("okta", "okta.html")]
    [InlineData("okta.html", "okta.html.html")]
    [InlineData(null, "report.html")]
    public void An_unnamed_page_gets_the_name_of_the_journal_but_never_replaces_it(string? journal, string name) =>
        Assert.Equal(name, ReportOptions.DefaultName(journal));
}
