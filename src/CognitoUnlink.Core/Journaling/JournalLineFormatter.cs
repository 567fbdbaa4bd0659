using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>Writes records as lines. For one thread at a time.</summary>
internal sealed class JournalLineFormatter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);

    // This encoder, too, escapes line breaks and quotes; other characters stay readable.
    private readonly Utf8JsonWriter _json;

    public JournalLineFormatter() =>
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line with its line feed, valid until the next call.</summary>
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
        if (record.SignedOut is { } signedOut)
        {
            _json.WriteBoolean(JournalFields.SignedOut, signedOut);
        }

        Write(JournalFields.ClientId, record.ClientId);
        Write(JournalFields.ClientName, record.ClientName);
        Write(JournalFields.ProvidersBefore, record.ProvidersBefore);
        Write(JournalFields.Settings, record.Settings, JournalJson.Default.RunSettings);
        Write(JournalFields.Totals, record.Totals, JournalJson.Default.RunTotals);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

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

internal static class JournalFields
{
    public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    public static readonly JsonEncodedText Run = JsonEncodedText.Encode("run");
    public static readonly JsonEncodedText Event = JsonEncodedText.Encode("event");
    public static readonly JsonEncodedText UserPoolId = JsonEncodedText.Encode("userPoolId");
    public static readonly JsonEncodedText Username = JsonEncodedText.Encode("username");
    public static readonly JsonEncodedText Sub = JsonEncodedText.Encode("sub");
    public static readonly JsonEncodedText ProviderName = JsonEncodedText.Encode("providerName");
    public static readonly JsonEncodedText ProviderType = JsonEncodedText.Encode("providerType");
    public static readonly JsonEncodedText ProviderAttributeName = JsonEncodedText.Encode("providerAttributeName");
    public static readonly JsonEncodedText ProviderAttributeValue = JsonEncodedText.Encode("providerAttributeValue");
    public static readonly JsonEncodedText Identities = JsonEncodedText.Encode("identities");
    public static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("requestId");
    public static readonly JsonEncodedText Attempts = JsonEncodedText.Encode("attempts");
    public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    public static readonly JsonEncodedText ErrorId = JsonEncodedText.Encode("errorId");
    public static readonly JsonEncodedText Throttled = JsonEncodedText.Encode("throttled");
    public static readonly JsonEncodedText SignInAfterUnlink = JsonEncodedText.Encode("signInAfterUnlink");
    public static readonly JsonEncodedText SignedOut = JsonEncodedText.Encode("signedOut");
    public static readonly JsonEncodedText Recovery = JsonEncodedText.Encode("recovery");
    public static readonly JsonEncodedText ClientId = JsonEncodedText.Encode("clientId");
    public static readonly JsonEncodedText ClientName = JsonEncodedText.Encode("clientName");
    public static readonly JsonEncodedText ProvidersBefore = JsonEncodedText.Encode("providersBefore");
    public static readonly JsonEncodedText Format = JsonEncodedText.Encode("format");
    public static readonly JsonEncodedText Place = JsonEncodedText.Encode("place");
    public static readonly JsonEncodedText Caller = JsonEncodedText.Encode("caller");
    public static readonly JsonEncodedText Settings = JsonEncodedText.Encode("settings");
    public static readonly JsonEncodedText Totals = JsonEncodedText.Encode("totals");

    /// <summary>Whether the reader is at this property's name.</summary>
    public static bool IsAt(this JsonEncodedText field, ref Utf8JsonReader reader) => reader.ValueTextEquals(field.EncodedUtf8Bytes);
}

/// <summary>The number of a journal's format, which the first line of each run has.</summary>
public static class JournalFormat
{
    /// <summary>The format that this version writes. Journals of version 0.1 have no number, and are format 1.</summary>
    public const int Current = 2;

    /// <summary>The maximum line length in bytes, with the line feed, for writing and reading. A file that is no journal must not fill memory.</summary>
    public const int LongestLine = 1024 * 1024;
}

/// <summary>The objects within a journal's lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(RunTaskConverter)])]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(RunTotals))]
[JsonSerializable(typeof(Place))]
[JsonSerializable(typeof(RunCaller))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    private sealed class RunTaskConverter() : JsonStringEnumConverter<RunTask>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
