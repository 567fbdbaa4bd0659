using System.Globalization;

namespace CognitoUnlink.Report.Html;

/// <summary>The table of identities, which report.js fills, and its data.</summary>
internal static class ItemsSection
{
    public static void Write(HtmlWriter page, JournalReport report)
    {
        if (report.Items == 0)
        {
            return;
        }

        var rows = new ItemRows(report);
        page.Write($"""<section id="items"><h2>Every identity</h2>""");
        if (rows.Count < report.Items)
        {
            var leftOut = Look.ByUrgency.Where(outcome => rows.LeftOut(outcome) > 0)
                .Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{rows.LeftOut(outcome):N0} of {report.Count(outcome):N0} {Look.Label(outcome)}"));
            page.Write($"""<p class="note"><strong>The table holds {rows.Count} of {report.Items} identities</strong>, so that a browser can bear it: first what needs attention most. It and its CSV leave out <strong data-left-out>{string.Join(", ", leftOut)}</strong>. All figures above are of all of them. The journal itself has every one.</p>""");
        }

        page.Write($"""
            <noscript><p class="note">The table needs JavaScript, which this page brings with it. Everything above does not.</p></noscript>
            <form id="filters" class="filters" hidden>
            <label>Search <input type="search" id="search" placeholder="user, subject, reason, request id" autocomplete="off" spellcheck="false"></label>
            <label>Outcome <select id="outcome"><option value="">all</option></select></label>
            <label>Provider <select id="provider"><option value="">all</option></select></label>
            <label>Cause <select id="cause"><option value="">all</option></select></label>
            <label class="sort">Sort by <select id="sort"><option value="">what needs attention</option></select></label>
            <label>Rows <select id="size"><option>25</option><option selected>50</option><option>100</option><option>250</option></select></label>
            <button type="reset" id="clear">Clear</button>
            <button type="button" id="csv">Download CSV</button>
            </form>
            <p id="count" role="status" aria-live="polite"></p>
            <div class="scroll" id="rows" tabindex="0" role="region" aria-label="Identities"><table id="table" hidden><thead><tr></tr></thead><tbody></tbody></table></div>
            <nav id="pages" aria-label="Pages of the table" hidden><button type="button" id="first">First</button><button type="button" id="previous">Previous</button><span id="page"></span><button type="button" id="next">Next</button><button type="button" id="last">Last</button></nav>
            """);
        page.WriteOwn("<script type=\"application/json\" id=\"data\">");
        page.WriteBytes(rows.Write);
        page.WriteOwn("</script>\n");
        page.Write($"</section>");
    }
}
