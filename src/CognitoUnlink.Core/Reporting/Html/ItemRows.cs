using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting.Html;

/// <summary>The rows of the table as JSON, read from the journals once more as they are written.</summary>
/// <param name="report">The report.</param>
internal sealed class ItemRows(JournalReport report)
{
    /// <summary>As many rows as a browser bears.</summary>
    public const int Most = 200_000;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(Allowed()) };

    private readonly OrderedDictionaryOf<string> _texts = new();

    /// <summary>How many rows there are.</summary>
    public long Count => Math.Min(Most, report.Items);

    /// <summary>Writes them: texts that occur often are written once and named by number.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        WriteOutcomes(json);
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

    // The encoder always escapes what could end a script element: < > & ' " and U+2028. What turns the direction of text would
    // show something else to whoever reads the file itself.
    private static TextEncoderSettings Allowed()
    {
        var allowed = new TextEncoderSettings(UnicodeRanges.All);
        allowed.ForbidCharacters([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => char.GetUnicodeCategory(letter) == UnicodeCategory.Format)]);
        return allowed;
    }

    /// <summary>The line that says how an item stands, of each item; where there are too many, those that need attention before the others.</summary>
    private IEnumerable<(JournalRecord Record, LinkState State)> Chosen()
    {
        var attention = report.Items - report.Count(ItemOutcome.Unlinked) - report.Count(ItemOutcome.AlreadyUnlinked)
            - report.Count(ItemOutcome.Linked) - report.Count(ItemOutcome.AlreadyLinked);
        var roomForOthers = Math.Max(0, Most - attention);
        var roomForAttention = Math.Min(Most, attention);
        foreach (var (record, state) in report.Latest())
        {
            var isOther = state.Outcome is ItemOutcome.Unlinked or ItemOutcome.AlreadyUnlinked or ItemOutcome.Linked or ItemOutcome.AlreadyLinked;
            if (isOther ? roomForOthers-- > 0 : roomForAttention-- > 0)
            {
                yield return (record, state);
            }
        }
    }

    private static void WriteOutcomes(Utf8JsonWriter json)
    {
        json.WriteStartArray("outcomes");
        foreach (var outcome in Enum.GetValues<ItemOutcome>())
        {
            json.WriteStartArray();
            json.WriteStringValue(outcome.ToString());
            json.WriteStringValue(Look.Label(outcome));
            json.WriteStringValue(Look.Class(outcome));
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
