using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Report.Html;

/// <summary>A report as one self-contained HTML page.</summary>
/// <param name="report">The report.</param>
/// <param name="options">Its title, and the host's wording.</param>
/// <param name="written">When it is written, UTC.</param>
internal sealed class HtmlReport(JournalReport report, ReportOptions options, DateTime written)
{
    private static readonly string? s_version = typeof(HtmlReport).Assembly.GetName().Version?.ToString(3);

    private readonly string _title = !string.IsNullOrWhiteSpace(options.Title) ? options.Title
        : report.Journals.Count == 0 && options.Check is { } check ? CheckSection.TitleOf(check)
        : "Unlink report";

    public void Write(Stream stream)
    {
        using var page = new HtmlWriter(stream);
        WriteHead(page);
        BarChart.WritePatterns(page);
        WriteHeader(page);
        page.Write($"<main>");
        if (report.Journals.Count > 0)
        {
            SummarySection.Write(page, report, options);
            WriteFound(page);
            WriteJournals(page);
        }
        else
        {
            WriteFound(page);
        }

        page.Write($"</main>");
        page.Write($"<footer>Written by CognitoUnlink {s_version} at {written} UTC{(report.Journals.Count > 0 ? " from " : string.Empty)}{string.Join(", ", report.Journals.Select(report.NameOf))}. Usernames and subjects are personal data: protect this page as you would the journal.</footer>");
        page.WriteOwn("<script>");
        page.WriteOwn(PageResources.Script);
        page.WriteOwn("</script>\n</body>\n</html>\n");
    }

    private void WriteFound(HtmlWriter page)
    {
        if (options.Comparison is { } comparison)
        {
            ComparisonSection.Write(page, comparison);
        }

        if (options.Check is { } check)
        {
            CheckSection.Write(page, check, report.Journals.Count == 0 && options.Comparison is null);
        }
    }

    private void WriteJournals(HtmlWriter page)
    {
        CausesSection.Write(page, report, options);
        RunsSection.Write(page, report);
        ProgressSection.Write(page, report);
        LinksSection.Write(page, report);
        UndoSection.Write(page, report, options);
        ItemsSection.Write(page, report);
        NotesSection.Write(page, report);
    }

    private void WriteHead(HtmlWriter page)
    {
        page.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{PageResources.Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex, nofollow">
            <title>{_title}</title>
            """);
        page.WriteOwn("<style>");
        page.WriteOwn(PageResources.Style);
        page.WriteOwn("</style>\n</head>\n<body>\n");
    }

    private void WriteHeader(HtmlWriter page)
    {
        page.Write($"""<header><h1>{new Value(_title)}</h1><div class="tools"><button type="button" id="theme" hidden>Dark</button><button type="button" id="print" hidden>Print</button></div></header>""");
    }
}

/// <summary>The page's style and script, and the policy that lets nothing else run.</summary>
internal static class PageResources
{
    public static string Style { get; } = Read("report.css");

    public static string Script { get; } = Read("report.js");

    public static string Policy { get; } =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    // Browsers hash the text with line feeds as line ends.
    private static string Read(string name)
    {
        using var stream = typeof(PageResources).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
