using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CognitoUnlink.Journaling;
using CognitoUnlink.Report.Figures;

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
        page.Write($"""<section id="items"><h2>Every sign-in</h2>""");
        if (rows.Count < report.Items)
        {
            var leftOut = Look.ByUrgency.Where(outcome => rows.LeftOut(outcome) > 0)
                .Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{rows.LeftOut(outcome):N0} of {report.Count(outcome):N0} {Look.Label(outcome)}"));
            page.Write($"""<p class="note"><strong>The table holds {rows.Count} of {report.Items} sign-ins</strong>, so that a browser can handle it: those that need attention most come first. It and its CSV leave out <strong data-left-out>{string.Join(", ", leftOut)}</strong>. The figures above include all of them. The journal itself contains every one.</p>""");
        }

        page.Write($"""
            <noscript><p class="note">The table needs JavaScript, which this page contains. Everything above works without it.</p></noscript>
            <form id="filters" class="filters" hidden>
            <label>Search <input type="search" id="search" placeholder="user, subject, reason, request id" autocomplete="off" spellcheck="false"></label>
            <label>Outcome <select id="outcome"><option value="">all</option></select></label>
            <label>Provider <select id="provider"><option value="">all</option></select></label>
            <label>Can sign in <select id="way"><option value="">all</option></select></label>
            <label>Cause <select id="cause"><option value="">all</option></select></label>
            <label class="sort">Sort by <select id="sort"><option value="">what needs attention</option></select></label>
            <label>Rows <select id="size"><option>25</option><option selected>50</option><option>100</option><option>250</option></select></label>
            <button type="reset" id="clear">Clear</button>
            <button type="button" id="csv">Download CSV</button>
            </form>
            <p id="count" role="status" aria-live="polite"></p>
            <div class="scroll" id="rows" tabindex="0" role="region" aria-label="Sign-ins"><table id="table" hidden><thead><tr></tr></thead><tbody></tbody></table></div>
            <nav id="pages" aria-label="Pages of the table" hidden><button type="button" id="first">First</button><button type="button" id="previous">Previous</button><span id="page"></span><button type="button" id="next">Next</button><button type="button" id="last">Last</button></nav>
            """);
        page.WriteOwn("<script type=\"application/json\" id=\"data\">");
        page.WriteBytes(rows.Write);
        page.WriteOwn("</script>\n");
        page.Write($"</section>");
    }
}

/// <summary>The rows of the table as JSON, read from the journals once more as they are written.</summary>
internal sealed class ItemRows(JournalReport report)
{
    /// <summary>The most rows that a browser can handle.</summary>
    public const int Most = 200_000;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(Allowed()) };

    private readonly OrderedDictionaryOf<string> _texts = new();

    public long Count => Math.Min(Most, report.Items);

    /// <summary>How many rows of an outcome are left out. Outcomes that need attention most come first.</summary>
    public long LeftOut(ItemOutcome outcome)
    {
        var before = Look.ByUrgency.TakeWhile(other => other != outcome).Sum(report.Count);
        return report.Count(outcome) - Math.Clamp(Most - before, 0, report.Count(outcome));
    }

    /// <summary>Writes the rows. Texts that occur often are written once, and referred to by number.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        WriteOutcomes(json);
        WriteWays(json);
        json.WriteNumber("all", report.Items);
        json.WriteStartArray("rows");
        var number = 0;
        foreach (var (record, state) in Chosen())
        {
            WriteRow(json, record, state);
            if (++number % 100 == 0)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("texts");
        foreach (var text in _texts.All)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The encoder always escapes what could end a script element: < > & ' " and U+2028. Characters that change the direction of text would
    // mislead readers of the file itself.
    private static TextEncoderSettings Allowed()
    {
        var allowed = new TextEncoderSettings(UnicodeRanges.All);
        allowed.ForbidCharacters([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => char.GetUnicodeCategory(letter) == UnicodeCategory.Format)]);
        return allowed;
    }

    /// <summary>For each item whose outcome has room: the line with its current state.</summary>
    private IEnumerable<(JournalRecord Record, LinkState State)> Chosen()
    {
        var room = Look.ByUrgency.ToDictionary(outcome => outcome, outcome => report.Count(outcome) - LeftOut(outcome));
        return report.Latest().Where(item => room[item.State.Outcome]-- > 0);
    }

    // Each with its name, label, look, urgency, and how many of its rows are left out.
    private void WriteOutcomes(Utf8JsonWriter json)
    {
        json.WriteStartArray("outcomes");
        foreach (var outcome in Enum.GetValues<ItemOutcome>())
        {
            json.WriteStartArray();
            json.WriteStringValue(outcome.ToString());
            json.WriteStringValue(Look.Label(outcome));
            json.WriteStringValue(Look.Class(outcome));
            json.WriteNumberValue(Look.ByUrgency.TakeWhile(other => other != outcome).Count());
            json.WriteNumberValue(LeftOut(outcome));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // Each with its name and label.
    private static void WriteWays(Utf8JsonWriter json)
    {
        json.WriteStartArray("ways");
        foreach (var way in Enum.GetValues<SignInNow>())
        {
            json.WriteStartArray();
            json.WriteStringValue(way.ToString());
            json.WriteStringValue(Look.Label(way));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // The order is that of the columns in report.js.
    private void WriteRow(Utf8JsonWriter json, JournalRecord record, LinkState state)
    {
        json.WriteStartArray();
        json.WriteNumberValue((int)state.Outcome);
        json.WriteStringValue(record.Username);
        WriteText(json, record.ProviderName);
        json.WriteStringValue(record.ProviderAttributeValue);
        json.WriteNumberValue(new DateTimeOffset(record.Time).ToUnixTimeMilliseconds());
        WriteText(json, record.SignInAfterUnlink);
        WriteText(json, record.ErrorId);
        json.WriteStringValue(record.Reason);
        json.WriteNumberValue(state.Cause);
        WriteNumber(json, record.Attempts);
        WriteNumber(json, record.Throttled);
        WriteText(json, record.ProviderType);
        WriteText(json, record.ProviderAttributeName);
        WriteText(json, record.UserPoolId);
        WriteText(json, record.Run);
        json.WriteStringValue(record.RequestId);
        WriteText(json, record.Recovery);
        json.WriteNumberValue(state.Person < 0 ? -1 : (int)report.Ways[state.Person]);
        json.WriteEndArray();
    }

    private void WriteText(Utf8JsonWriter json, string? text) => json.WriteNumberValue(text is null ? -1 : _texts.IndexOf(text, () => text));

    private static void WriteNumber(Utf8JsonWriter json, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
