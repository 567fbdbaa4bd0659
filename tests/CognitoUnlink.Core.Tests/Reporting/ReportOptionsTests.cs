using CognitoUnlink.Reporting;

namespace CognitoUnlink.Core.Tests.Reporting;

public class ReportOptionsTests
{
    [Theory]
    [InlineData("runs/okta.jsonl", "okta.html")]
    [InlineData("okta", "okta.html")]
    [InlineData("okta.html", "okta.html.html")]
    [InlineData(null, "report.html")]
    public void A_page_that_nobody_named_has_the_name_of_the_journal_and_is_never_the_journal(string? journal, string name) =>
        Assert.Equal(name, ReportOptions.DefaultName(journal));
}
