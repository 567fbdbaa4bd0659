using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using OpenQA.Selenium;

namespace CognitoUnlink.Report.Tests;

public sealed class LargePageTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    // There are ten times as many items; the rest allows for a busy machine.
    private const int Allowed = 30;

    [Fact]
    public async Task A_page_with_100000_items_opens_in_proportional_time_and_can_be_searched()
    {
        using var smaller = await Sample.OfAsync(Sample.Mixed(10_000));
        using var sample = await Sample.OfAsync(Sample.Mixed(100_000));
        var before = Shown(smaller);
        var shown = Shown(sample);

        output.WriteLine($"{new FileInfo(sample.Page).Length} bytes, shown after {shown} ms; a tenth of it after {before} ms");
        Assert.InRange(shown, 1, Allowed * before);
        Assert.True(browser.Script<int>("return document.querySelectorAll('*').length") < 5000);
        Assert.Equal("Rows 1–50 of 100,000", browser.Texts("#count").Single());

        browser.Chrome.FindElement(By.Id("search")).SendKeys("user-99998");
        Browser.Until(() => browser.Texts("#count").Single() == "Rows 1–1 of 1 chosen from 100,000");
        Assert.Equal("user-99998", browser.Texts("#table tbody [data-name=User]").Single());
    }

    /// <summary>Opens a page and returns how many milliseconds it took until its table was shown.</summary>
    private int Shown(Sample sample)
    {
        browser.Open(sample.Page);
        return browser.Script<int>("return Number(document.documentElement.dataset.shown)");
    }

    [Fact]
    public async Task Values_of_30000_characters_are_cut_in_a_row_and_shown_in_full_by_More()
    {
        var subject = new string('s', 30_000);
        var reason = string.Concat(Enumerable.Repeat("word ", 6_000)) + "end";
        using var sample = await Sample.OfAsync(
        [
            JournalFile.RunStarted(),
            JournalFile.Record(1) with { ProviderAttributeValue = subject, Identities = null },
            JournalFile.Record(1, JournalEvent.Failed) with { ProviderAttributeValue = subject, Reason = reason, ErrorId = "Unknown", Identities = null },
        ]);
        browser.Open(sample.Page);

        Assert.Equal(new string('s', 200) + "…", browser.Texts("#table tbody [data-name=Subject]").Single());
        Assert.True(browser.Script<int>("return document.documentElement.scrollHeight") < 6000);
        browser.Chrome.FindElement(By.CssSelector("#table button.more")).Click();
        var detail = browser.Texts("#table tr.detail").Single();
        Assert.Contains(subject, detail, StringComparison.Ordinal);
        Assert.Contains("word end", detail, StringComparison.Ordinal);
    }
}
