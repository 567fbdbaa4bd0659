using System.Globalization;
using System.Text.Json;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report;
using CognitoUnlink.Report.Figures;
using OpenQA.Selenium;

namespace CognitoUnlink.Report.Tests;

public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private long Count => long.Parse(browser.Script<string>("return document.getElementById('count').textContent.match(/^Rows .* of ([\\d,]+)/)?.[1] ?? '0'"), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_page_makes_no_network_requests_and_logs_nothing_to_the_console()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(200));

        browser.Open(sample.Page);
        browser.Chrome.FindElement(By.Id("theme")).Click();
        Choose("outcome", "Failed");

        Assert.Empty(browser.TakeLog(LogType.Browser));
        var requested = browser.TakeLog("performance").Select(message => JsonDocument.Parse(message).RootElement.GetProperty("message"))
            .Where(message => message.GetProperty("method").GetString() == "Network.requestWillBeSent")
            .Select(message => message.GetProperty("params").GetProperty("request").GetProperty("url").GetString());
        Assert.Equal([new Uri(sample.Page).AbsoluteUri], requested);
        Assert.Equal(0, browser.Script<int>("return performance.getEntriesByType('resource').length"));
    }

    [Theory]
    [InlineData("connect-src", "fetch('http://127.0.0.1:9/').catch(() => {})")]
    [InlineData("img-src", "new Image().src = 'http://127.0.0.1:9/a.png'")]
    [InlineData("script-src-elem", "const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script)")]
    [InlineData("style-src-elem", "const style = document.createElement('style'); style.textContent = 'p {}'; document.body.append(style)")]
    public async Task The_content_security_policy_blocks_requests_and_injected_scripts_and_styles(string directive, string attempt)
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(10));
        browser.Open(sample.Page);

        var refused = browser.Chrome.ExecuteAsyncScript($$"""
            const done = arguments[0];
            document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), { once: true });
            {{attempt}}
            """);

        Assert.Equal(directive, refused);
        Assert.False(browser.Script<bool>("return window.ran === true"));
    }

    [Fact]
    public async Task The_figures_match_the_journal()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(250));
        browser.Open(sample.Page);

        // From the journal's own lines, not from the report.
        var latest = new JournalReader(sample.Journal).Read().Where(record => record.Username is not null).GroupBy(record => record.Username).Select(lines => lines.Last()).ToList();
        foreach (var (outcome, journalEvent) in new[] { ("Unlinked", JournalEvent.Unlinked), ("Skipped", JournalEvent.Skipped), ("Failed", JournalEvent.Failed), ("Open", JournalEvent.Intent) })
        {
            Assert.Equal(latest.Count(record => record.Event == journalEvent), Figure($"[data-outcome={outcome}]"));
        }

        Assert.Equal(250, Figure("[data-figure=items]"));
        Assert.Equal(250, Figure("[data-figure=people]"));
        Assert.Equal(latest.Count(record => record.Event == JournalEvent.Unlinked), Figure("[data-undo=StillUnlinked]"));
        var okta = latest.Where(record => record.ProviderName == "Okta").ToList();
        Assert.Equal(okta.Count, Figure("[data-provider=Okta] [data-before]"));
        Assert.Equal(okta.Count(record => record.Event is JournalEvent.Skipped or JournalEvent.Failed), Figure("[data-provider=Okta] [data-after]"));
        Assert.Equal(latest.Count(record => record.Event == JournalEvent.Failed), Figure("[data-cause=Throttled] .n"));
        Assert.Contains("≥ " + latest.Sum(record => record.Throttled ?? 0).ToString("N0", CultureInfo.InvariantCulture), browser.Texts("[data-throttled]").Single().Trim(), StringComparison.Ordinal);
        Assert.Equal(250, Count);
    }

    [Fact]
    public async Task Rows_can_be_searched_filtered_sorted_and_paged()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(250));
        browser.Open(sample.Page);

        Assert.Equal(50, browser.Texts("#table tbody tr").Length);
        browser.Chrome.FindElement(By.Id("next")).Click();

        // One is open, 25 failed and 25 were refused: what needs attention comes first.
        Assert.Equal("user-247", browser.Texts("#table tbody [data-name=User]")[0]);
        browser.Chrome.FindElement(By.Id("last")).Click();
        Assert.Equal("Page 5 of 5", browser.Texts("#page").Single());

        Choose("outcome", "Failed");
        Assert.Equal(25, Count);
        Assert.All(browser.Texts("#table tbody td.outcome"), text => Assert.Equal("Failed", text));
        Choose("provider", "Google");
        Assert.Equal(Enumerable.Range(0, 250).Count(i => i % 10 == 8 && i % 3 == 0), Count);
        browser.Chrome.FindElement(By.Id("clear")).Click();
        Browser.Until(() => Count == 250);

        Search("REQUEST-24");
        Browser.Until(() => Count is > 0 and < 250);
        Assert.Equal(Enumerable.Range(0, 250).Count(i => i % 10 < 7 && $"request-{i}".Contains("request-24", StringComparison.Ordinal)), Count - Extra("request-24"));
        browser.Chrome.FindElement(By.Id("clear")).Click();
        Browser.Until(() => Count == 250);

        Sort("User");
        Assert.Equal(["user-0", "user-1", "user-2"], browser.Texts("#table tbody [data-name=User]")[..3]);
        Sort("User");
        Assert.Equal(["user-249", "user-248", "user-247"], browser.Texts("#table tbody [data-name=User]")[..3]);
        Assert.Equal("descending", browser.Chrome.FindElement(By.CssSelector("#table th:nth-child(2)")).GetAttribute("aria-sort"));

        browser.Chrome.FindElement(By.CssSelector("[data-cause] button.rows")).Click();
        Assert.Equal(25, Count);
        browser.Chrome.FindElement(By.CssSelector("#table .more")).Click();
        Assert.Contains("WouldLockOut", browser.Texts("#table tr.detail").Single(), StringComparison.Ordinal);

        // Item 249 is open and the multiples of ten less one before it are unlinked.
        static int Extra(string search) => Enumerable.Range(0, 249).Count(i => i % 10 == 9 && $"request-{i}".Contains(search, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_can_be_filtered_by_how_people_can_sign_in_now()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(40).Select(line => line.Event == JournalEvent.Unlinked && line.Username == "user-3" ? line with { SignInAfterUnlink = "None" } : line));
        browser.Open(sample.Page);

        Choose("way", "No way to sign in (1)");

        Assert.Equal(["user-3"], browser.Texts("#table tbody [data-name=User]"));
        browser.Chrome.FindElement(By.CssSelector("#table .more")).Click();
        Assert.Contains("No way to sign in", browser.Texts("#table tr.detail").Single(), StringComparison.Ordinal);
        Assert.Equal("1", browser.Texts("[data-way=None]").Single());
    }

    [Fact]
    public async Task The_page_follows_the_preferred_color_scheme_and_a_button_switches_it()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(20));
        browser.Open(sample.Page);
        browser.Emulate("screen", "light");
        var light = Brightness();
        browser.Emulate("screen", "dark");
        var dark = Brightness();

        Assert.True(light > 200 && dark < 60, $"{light} and {dark}");
        browser.Chrome.FindElement(By.Id("theme")).Click();
        Assert.Equal(light, Brightness());
        Assert.Equal("Dark", browser.Texts("#theme").Single());
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_colors_have_enough_contrast(string colorScheme)
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(20));
        browser.Open(sample.Page);
        browser.Emulate("screen", colorScheme);

        // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 3 for graphics, 4.5 for text.
        var low = browser.Chrome.ExecuteScript("""
            const channel = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
            const light = color => { const [red, green, blue] = color.match(/[\d.]+/g).map(Number); return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue); };
            const ratio = (one, other) => { const [low, high] = [light(one), light(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };
            const card = getComputedStyle(document.querySelector('section')).backgroundColor;
            const svg = document.querySelector('.patterns').appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'rect'));
            const graphics = ['unlinked', 'already', 'skipped', 'failed', 'linked', 'stayed', 'notpossible', 'linkfailed', 'open', 'throttled', 'before', 'after'].map(name => {
              svg.setAttribute('class', 'c-' + name);
              return [name, ratio(getComputedStyle(svg).fill, card), 3];
            });
            const texts = ['h2', '.hint', 'a', '.tick', 'thead th', '.lead'].map(name => {
              const style = getComputedStyle(document.querySelector('section ' + name));
              return [name, ratio(name === '.tick' ? style.fill : style.color, card), 4.5];
            });
            return [...graphics, ...texts].filter(([, found, wanted]) => found < wanted).map(each => each.join(' '));
            """);

        Assert.Empty((IEnumerable<object>)low!);
    }

    [Fact]
    public async Task The_page_prints_in_light_colors_and_without_interactive_controls()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(60));
        browser.Open(sample.Page);
        browser.Emulate("print", "dark");

        Assert.True(Brightness("section h2", "color") < 60);
        foreach (var id in new[] { "filters", "pages", "theme", "print" })
        {
            Assert.Equal("none", browser.Script<string>("return getComputedStyle(document.getElementById(arguments[0])).display", id));
        }

        Assert.Equal("table", browser.Script<string>("return getComputedStyle(document.getElementById('table')).display"));
        var printed = browser.Chrome.Print(new PrintOptions());
        Assert.True(printed.AsByteArray.Length > 10_000);
    }

    [Fact]
    public async Task The_page_fits_on_a_phone()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(60));
        browser.Open(sample.Page);
        browser.Chrome.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = 390, ["height"] = 800, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        try
        {
            Assert.Equal(390, browser.Script<int>("return innerWidth"));
            Assert.InRange(browser.Script<int>("return document.documentElement.scrollWidth"), 1, 390);
        }
        finally
        {
            browser.Chrome.ExecuteCdpCommand("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    [Fact]
    public async Task Every_chart_has_a_title_a_description_and_figures_in_text()
    {
        using var sample = await Sample.OfAsync(Sample.Mixed(60));
        browser.Open(sample.Page);

        Assert.True(browser.Script<int>("return document.querySelectorAll('svg[role=img]').length") >= 3);
        Assert.True(browser.Script<bool>("""
            return [...document.querySelectorAll('svg[role=img]')].every(svg => svg.getAttribute('aria-labelledby').split(' ').every(id => document.getElementById(id).textContent.length > 3));
            """));
        Assert.True(browser.Script<bool>("return ['summary', 'links', 'progress'].every(id => document.querySelector('#' + id + ' :is(table, .tiles)') !== null)"));
    }

    private long Figure(string selector) =>
        long.Parse(browser.Chrome.FindElement(By.CssSelector(selector)).Text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private void Choose(string list, string text) => browser.Chrome.ExecuteScript(
        """
        const list = document.getElementById(arguments[0]);
        list.value = [...list.options].find(option => option.textContent.startsWith(arguments[1])).value;
        list.dispatchEvent(new Event('change'));
        """,
        list,
        text);

    private void Search(string words) => browser.Chrome.FindElement(By.Id("search")).SendKeys(words);

    private void Sort(string column) => browser.Chrome.FindElement(By.XPath($"//table[@id='table']//th/button[text()='{column}']")).Click();

    private int Brightness(string selector = "body", string property = "backgroundColor") => browser.Script<int>(
        "return Math.max(...getComputedStyle(document.querySelector(arguments[0]))[arguments[1]].match(/[\\d.]+/g).slice(0, 3).map(Number))", selector, property);
}
