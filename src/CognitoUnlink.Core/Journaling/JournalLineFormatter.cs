using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CognitoUnlink.Journaling;

/// <summary>Writes records as lines. For one thread at a time.</summary>
internal sealed class JournalLineFormatter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);

    // Line breaks and quotes are escaped by this encoder too; other letters stay as people know them.
    private readonly Utf8JsonWriter _json;

    public JournalLineFormatter() =>
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line with its line feed, good until the next call.</summary>
    public ReadOnlySpan<byte> Format(JournalRecord record)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        WriteTime(record.Time);
        _json.WriteString(JournalFields.Run, record.Run);
        _json.WriteString(JournalFields.Event, JournalEvents.NameOf(record.Event));
        Write(JournalFields.Format, record.Format);
        Write(JournalFields.Place, JournalEvents.IsAboutItem(record.Event) ? null : record.Place, JournalJson.Default.Place);
        Write(JournalFields.Caller, record.Caller, JournalJson.Default.RunCaller);
        Write(JournalFields.UserPoolId, record.UserPoolId);
        Write(JournalFields.Username, record.Username);
        Write(JournalFields.Sub, record.Sub);
        Write(JournalFields.ProviderName, record.ProviderName);
        Write(JournalFields.ProviderType, record.ProviderType);
        Write(JournalFields.ProviderAttributeName, record.ProviderAttributeName);
        Write(JournalFields.ProviderAttributeValue, record.ProviderAttributeValue);
        Write(JournalFields.Identities, record.Identities);
        Write(JournalFields.RequestId, record.RequestId);
        Write(JournalFields.Attempts, record.Attempts);
        Write(JournalFields.Reason, record.Reason);
        Write(JournalFields.ErrorId, record.ErrorId);
        Write(JournalFields.Throttled, record.Throttled);
        Write(JournalFields.SignInAfterUnlink, record.SignInAfterUnlink);
        Write(JournalFields.Recovery, record.Recovery);
        Write(JournalFields.Settings, record.Settings, JournalJson.Default.RunSettings);
        Write(JournalFields.Totals, record.Totals, JournalJson.Default.RunTotals);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Write(JsonEncodedText field, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(field, value);
        }
    }

    private void Write(JsonEncodedText field, int? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(field, number);
        }
    }

    private void Write<T>(JsonEncodedText field, T? value, JsonTypeInfo<T> type)
        where T : class
    {
        if (value is not null)
        {
            _json.WritePropertyName(field);
            JsonSerializer.Serialize(_json, value, type);
        }
    }

    private void WriteTime(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
        Span<byte> text = stackalloc byte[32];
        Utf8Formatter.TryFormat(utc, text, out var length, new StandardFormat('O'));
        _json.WriteString(JournalFields.Time, text[..length]);
    }
}
