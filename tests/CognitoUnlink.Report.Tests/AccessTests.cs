using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using OpenQA.Selenium;

namespace CognitoUnlink.Report.Tests;

/// <summary>The page with a keyboard, with a screen reader, on a phone and on paper.</summary>
public sealed class AccessTests(Browser browser) : IClassFixture<Browser>
{
    private const string Active = "return document.activeElement.id";

    [Fact]
    public async Task The_focus_moves_to_the_rows_and_stays_on_the_paging_buttons()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(250));
        browser.Open(sample.Page);

        Press("#causes button.rows", Keys.Enter);
        Assert.Equal("rows", browser.Script<string>(Active));
        Assert.All(browser.Texts("#table td.outcome"), text => Assert.Equal("Failed", text));

        browser.Chrome.FindElement(By.Id("clear")).Click();
        Browser.Until(() => browser.Texts("#count").Single() == "Rows 1–50 of 250");
        foreach (var (id, page) in new[] { ("last", "Page 5 of 5"), ("next", "Page 5 of 5"), ("first", "Page 1 of 5"), ("previous", "Page 1 of 5") })
        {
            Press($"#{id}", Keys.Enter);
            Assert.Equal(id, browser.Script<string>(Active));
            Assert.Equal(page, browser.Texts("#page").Single());
            Assert.Equal("true", browser.Chrome.FindElement(By.Id(id)).GetAttribute("aria-disabled"));
        }
    }

    [Fact]
    public async Task Buttons_rows_and_regions_are_labeled_for_screen_readers()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(60));
        browser.Open(sample.Page);

        Assert.Equal("more about user-59, Okta", browser.Script<string>("return document.querySelector('#table .more').ariaLabel"));
        Assert.Equal(50, browser.Texts("#table .more").Length);
        Assert.Equal(50, browser.Script<int>("return new Set([...document.querySelectorAll('#table .more')].map(each => each.ariaLabel)).size"));
        Assert.Equal("TH row", browser.Script<string>("const cell = document.querySelector('#table tbody [data-name=User]'); return cell.tagName + ' ' + cell.scope"));
        Assert.Contains("Throttled", browser.Script<string>("const button = document.querySelector('#causes button.rows'); return document.getElementById(button.getAttribute('aria-describedby')).textContent"), StringComparison.Ordinal);
        Assert.Equal(0, browser.Script<int>("return [...document.querySelectorAll('.scroll')].filter(each => each.tabIndex !== 0 || each.role !== 'region' || !each.ariaLabel).length"));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_search_placeholder_is_as_readable_as_other_hints(string colorScheme)
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(10));
        browser.Open(sample.Page);
        browser.Emulate("screen", colorScheme);

        Assert.Equal(
            browser.Script<string>("return getComputedStyle(document.querySelector('section .hint')).color + 1"),
            browser.Script<string>("const style = getComputedStyle(document.getElementById('search'), '::placeholder'); return style.color + style.opacity"));
    }

    [Fact]
    public async Task Good_news_is_separated_from_the_figures()
    {
        using var sample = await Sample.OfAsync([Sample.Started(), Sample.Refused(1), Sample.Started() with { Event = JournalEvent.RunEnded, Settings = null }]);
        browser.Open(sample.Page);

        Assert.True(browser.Script<double>("const [tiles, good] = ['.tiles', '#summary .good'].map(each => document.querySelector(each).getBoundingClientRect()); return good.top - tiles.bottom") > 8);
    }

    [Fact]
    public async Task On_a_phone_charts_fit_and_rows_can_be_sorted()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(250));
        OnPhone(() =>
        {
            browser.Open(sample.Page);
            Assert.Equal(0, browser.Script<int>("""
                const inside = element => { const box = element.getBoundingClientRect(); return box.left >= 0 && box.right <= 390; };
                return [...document.querySelectorAll('#links svg.chart *, .run[open] svg *')].filter(each => each.getClientRects().length > 0 && !inside(each)).length;
                """));
            Assert.True(browser.Script<bool>("return [...document.querySelectorAll('.run[open] .tick, #links .tick')].every(each => each.getBoundingClientRect().height > 10)"));
            Assert.Equal(string.Empty, browser.Script<string>("return [...document.querySelectorAll('.scroll:not(.run *)')].filter(each => each.scrollWidth > each.clientWidth).map(each => each.ariaLabel).join()"));
            Assert.Equal(0, browser.Script<int>("return [...document.querySelectorAll('#table thead button')].filter(each => each.getClientRects().length > 0).length"));
            Assert.True(browser.Script<double>("return document.querySelector('#table .mark rect').getBoundingClientRect().width") > 5);

            browser.Chrome.FindElement(By.Id("sort")).FindElement(By.CssSelector("option[value='-2']")).Click();
            Assert.EndsWith("user-249", browser.Texts("#table tbody [data-name=User]")[0], StringComparison.Ordinal);
            browser.Chrome.FindElement(By.Id("sort")).FindElement(By.CssSelector("option[value='2']")).Click();
            Assert.EndsWith("user-0", browser.Texts("#table tbody [data-name=User]")[0], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Rows_stay_on_one_line_and_More_shows_the_full_values()
    {
        var subject = string.Concat(Enumerable.Repeat("long subject ", 20));
        var failed = JournalFile.Record(1, JournalEvent.Failed) with { Time = Sample.At(1), ProviderAttributeValue = subject, Reason = subject, Identities = null, Recovery = "VerifiedEmail" };
        using var sample = await Sample.OfAsync([.. Sample.Mixed(60), failed]);
        browser.Open(sample.Page);
        const string Difference = "const heights = [...document.querySelectorAll('#table tbody tr')].map(each => each.getBoundingClientRect().height); return Math.max(...heights) - Math.min(...heights)";

        Assert.InRange(browser.Script<double>(Difference), 0, 2);
        OnPhone(() => Assert.InRange(browser.Script<double>(Difference), 0, 2));

        browser.Chrome.ExecuteScript("[...document.querySelectorAll('#table .more')].find(each => each.closest('tr').textContent.includes('long subject')).click()");
        var detail = browser.Texts("#table tr.detail").Single();
        Assert.Contains(subject, detail, StringComparison.Ordinal);
        Assert.Contains("VerifiedEmail", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_not_broken_at_hyphens()
    {
        using var sample = await Sample.OfAsync([Sample.Started(), Sample.Refused(1) with { ErrorId = "WouldLockOut" }]);
        ReportFile.Write([(sample.Journal, "run.jsonl")], Sample.Options(sample.Page) with { AdviceFor = _ => "Give it -AllowLockout, or use Get-CGIPLinkedIdentity." }, TestContext.Current.CancellationToken);
        OnPhone(() =>
        {
            browser.Open(sample.Page);

            Assert.Equal(["-AllowLockout,", "Get-CGIPLinkedIdentity."], browser.Texts("#refused .whole"));
            Assert.Equal(0, browser.Script<int>("return [...document.querySelectorAll('.whole')].filter(each => each.getClientRects().length > 1).length"));
        });
    }

    [Fact]
    public async Task A_printed_page_says_which_rows_it_shows_and_expands_the_progress_charts()
    {
        var second = Sample.Mixed(60).Select(line => line with { Run = "run-2", Time = line.Time.AddDays(1) });
        using var sample = await Sample.OfAsync([.. Sample.Mixed(250), .. second]);
        browser.Open(sample.Page);
        browser.Chrome.ExecuteScript("addEventListener('beforeprint', () => { window.printed = [document.querySelectorAll('details.run[open]').length, document.getElementById('count').textContent]; })");
        Assert.Equal(1, browser.Script<int>("return document.querySelectorAll('details.run[open]').length"));

        browser.Print();

        Assert.Equal("2,Rows 1–50 of 250", browser.Script<string>("return window.printed.join()"));
        Assert.Equal("Not known", browser.Texts("#table td.outcome")[0]);
        Assert.Equal(1, browser.Script<int>("return document.querySelectorAll('details.run[open]').length"));

        // Chromium repeats a table header on each sheet, but not the buttons in it.
        browser.Emulate("print", "light");
        Assert.Equal("\"User\"", browser.Script<string>("return getComputedStyle(document.querySelectorAll('#table thead th')[1], '::after').content"));
        Assert.Equal(1, browser.Script<int>("return new Set([...document.querySelectorAll('section td, section tbody th, section td .hint')].map(each => getComputedStyle(each).fontSize)).size"));
    }

    [Fact]
    public async Task The_page_and_the_CSV_file_name_say_that_rows_were_left_out()
    {
        var refused = Enumerable.Range(0, 200_010).Select(i => Sample.Refused(i) with { ErrorId = i < 200_000 ? "WouldLockOut" : "OwnIdentity" });
        using var sample = await Sample.OfAsync([Sample.Started(), .. refused]);
        browser.Open(sample.Page);

        Assert.Equal(["Show rows"], browser.Texts("#refused button.rows"));
        Assert.Equal(["not included in the table"], browser.Texts("#refused td:last-child .hint"));
        Assert.Equal("Rows 1–50 of 200,000; 200,010 sign-ins in total", browser.Texts("#count").Single());

        browser.Chrome.FindElement(By.Id("csv")).Click();
        var file = Path.Combine(browser.Downloads, "identities-without-10-Skipped.csv");
        Browser.Until(() => new FileInfo(file) is { Exists: true, Length: > 0 });
    }

    private void Press(string selector, string key)
    {
        browser.Chrome.ExecuteScript("document.querySelector(arguments[0]).focus()", selector);
        browser.Chrome.SwitchTo().ActiveElement().SendKeys(key);
    }

    private void OnPhone(Action action)
    {
        browser.Chrome.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = 390, ["height"] = 800, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        try
        {
            action();
        }
        finally
        {
            browser.Chrome.ExecuteCdpCommand("Emulation.clearDeviceMetricsOverride", []);
        }
    }
}
