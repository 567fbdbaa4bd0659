using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;
using OpenQA.Selenium;

namespace CognitoUnlink.Report.Tests;

/// <summary>Usernames, subjects, provider names, reasons and ids can be any text that somebody put there.</summary>
public sealed class EscapingTests(Browser browser) : IClassFixture<Browser>
{
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    private static readonly string[] s_hostile =
    [
        "<script>window.ran = true</script>",
        "</script><script>window.ran = true</script>",
        "<!--<script>",
        "\" onmouseover=\"window.ran = true\" x=\"",
        "' autofocus onfocus='window.ran = true",
        "<img src=x onerror='window.ran = true'>",
        "<svg><title></title><script>window.ran = true</script></svg>",
        "&lt;b&gt;&amp;#60;",
        "${window.ran = true} {{7*7}} `x`",
        "javascript:window.ran=true",
        "a\u2028b\u2029c",
        "\u202Efdp.exe\u202C \u2066x\u2069 \u200F",
        "tab\tand\nline\u0000\u0007",
        "=HYPERLINK(\"http://127.0.0.1:9/\",\"x\")",
        "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "a,\"b\";c",
        "Zoë 山田太郎 👩‍👩‍👧",
    ];

    private static IEnumerable<JournalRecord> Records()
    {
        yield return Sample.Started() with { Settings = Sample.Started().Settings! with { ProviderName = s_hostile[1], ParameterSetName = s_hostile[5], Region = s_hostile[0], UserPoolId = s_hostile[5] } };
        foreach (var (text, number) in s_hostile.Select((text, number) => (text, number)))
        {
            yield return Sample.Started() with { Event = JournalEvent.RunCaller, Settings = null, Caller = RunCaller.OfArn(text) };
            yield return JournalFile.Record(number, JournalEvent.Failed) with
            {
                Username = text,
                ProviderName = text,
                ProviderType = text,
                ProviderAttributeName = text,
                ProviderAttributeValue = text,
                UserPoolId = text,
                RequestId = text,
                Reason = text,
                ErrorId = text,
                SignInAfterUnlink = text,
                Run = number % 2 == 0 ? text : "run-1",
                Identities = null,
                Attempts = 1,
            };
        }
    }

    [Fact]
    public async Task Hostile_values_are_shown_as_text_and_neither_run_nor_become_elements()
    {
        using var sample = await Sample.OfAsync(Records());
        sample.Write("</title><script>window.ran = true</script>");

        browser.Open(sample.Page);
        browser.Chrome.ExecuteScript("document.querySelectorAll('details').forEach(each => { each.open = true; }); document.querySelectorAll('.more').forEach(each => each.click());");

        Assert.Empty(browser.TakeLog(LogType.Browser));
        Assert.False(browser.Script<bool>("return window.ran === true"));
        Assert.Equal(2, browser.Script<int>("return document.scripts.length"));
        Assert.Equal(0, browser.Script<int>("return document.querySelectorAll('img, iframe, object, embed, base, b, main script:not([type]), [onmouseover], [onfocus], [onerror], a[href^=javascript]').length"));
        Assert.Equal("</title><script>window.ran = true</script>", browser.Script<string>("return document.title"));
        var users = browser.Texts("#table tbody [data-name=User]");
        Assert.Equal(s_hostile.Length, users.Length);
        Assert.All(s_hostile.Where(text => !text.Any(IsHidden)), text => Assert.Contains(text, users));
        Assert.Contains("[U+202E]fdp.exe[U+202C] [U+2066]x[U+2069] [U+200F]", users);
        Assert.Contains("a[U+2028]b[U+2029]c", users);
        Assert.Contains("tab[U+0009]and[U+000A]line[U+0000][U+0007]", users);
        Assert.DoesNotContain(browser.Script<string>("return document.body.innerText"), text => text is '\u202E' or '\u2066' or '\u200F');
    }

    [Fact]
    public async Task No_value_appears_in_the_file_as_markup()
    {
        using var sample = await Sample.OfAsync(Records());

        var page = await File.ReadAllTextAsync(sample.Page, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<script>window", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
    }

    [Fact]
    public async Task The_CSV_contains_the_values_but_no_formulas()
    {
        using var sample = await Sample.OfAsync(Records());
        browser.Open(sample.Page);

        browser.Chrome.FindElement(By.Id("csv")).Click();
        var file = Path.Combine(browser.Downloads, "identities.csv");
        Browser.Until(() => new FileInfo(file) is { Exists: true, Length: > 0 });

        var fields = Fields(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
        Assert.Equal(s_hostile.Length + 1, fields.Count);
        Assert.DoesNotContain(fields.SelectMany(row => row), field => field.Length > 0 && Formula.Contains(field[0], StringComparison.Ordinal));
        Assert.Equal(s_hostile, fields.Skip(1).Select(row => row[2]).Select(field => field.StartsWith('\'') && Formula.Contains(field[1], StringComparison.Ordinal) ? field[1..] : field));
    }

    private static bool IsHidden(char letter) => char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;

    /// <summary>Rows of quoted fields, which may contain any text.</summary>
    private static List<List<string>> Fields(string csv)
    {
        List<List<string>> rows = [[]];
        for (var i = csv[0] == '\uFEFF' ? 1 : 0; i < csv.Length;)
        {
            var end = i + 1;
            while (csv[end] != '"' || (end + 1 < csv.Length && csv[end + 1] == '"'))
            {
                end += csv[end] == '"' ? 2 : 1;
            }

            rows[^1].Add(csv[(i + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
            var isLast = csv[end + 1] == '\r';
            i = end + (isLast ? 3 : 2);
            if (isLast && i < csv.Length)
            {
                rows.Add([]);
            }
        }

        return rows;
    }
}
