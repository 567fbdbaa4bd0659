using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

internal static class JournalLineParser
{
    private static ReadOnlySpan<byte> Beginning => "{\"time\":\""u8;

    /// <summary>Whether a fragment can be the beginning of a line that was being written.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> fragment) =>
        fragment.Length < Beginning.Length ? Beginning.StartsWith(fragment) : fragment.StartsWith(Beginning);

    /// <param name="line">The line without its line feed.</param>
    /// <param name="previous">The previous record, whose strings are reused where they are the same.</param>
    /// <param name="places">The places of the runs so far; this record's is added.</param>
    /// <returns>Null for an event of a kind that this version does not know, which says nothing about any item.</returns>
    /// <exception cref="JsonException">It is not complete JSON.</exception>
    /// <exception cref="FormatException">It is JSON, but not a record that this version knows.</exception>
    public static JournalRecord? Parse(ReadOnlySpan<byte> line, JournalRecord? previous, RunPlaces places)
    {
        try
        {
            return Read(line, previous, places);
        }
        catch (FormatException)
        {
            // Other kinds of events may have fields of any form.
            if (IsOfOtherKind(line))
            {
                return null;
            }

            throw;
        }
    }

    private static JournalRecord? Read(ReadOnlySpan<byte> line, JournalRecord? previous, RunPlaces places)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            throw new FormatException("it is not a JSON object");
        }

        DateTime? time = null;
        JournalEvent? journalEvent = null;
        var isOfOtherKind = false;
        string? run = null, userPoolId = null, username = null, providerName = null, providerType = null;
        string? attributeName = null, attributeValue = null, identities = null, requestId = null, reason = null, errorId = null, signIn = null, sub = null, recovery = null, clientId = null, clientName = null, providersBefore = null;
        int? attempts = null, throttled = null, format = null;
        bool? signedOut = null;
        Place? place = null;
        RunCaller? caller = null;
        RunSettings? settings = null;
        RunTotals? totals = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JournalFields.Time.IsAt(ref reader)) { time = Time(ref reader); }
            else if (JournalFields.Run.IsAt(ref reader)) { run = Text(ref reader, previous?.Run); }
            else if (JournalFields.Event.IsAt(ref reader)) { reader.Read(); journalEvent = JournalEvents.Read(ref reader); isOfOtherKind = journalEvent is null; }
            else if (JournalFields.UserPoolId.IsAt(ref reader)) { userPoolId = Text(ref reader, previous?.UserPoolId); }
            else if (JournalFields.Username.IsAt(ref reader)) { username = Text(ref reader, previous?.Username); }
            else if (JournalFields.Sub.IsAt(ref reader)) { sub = Text(ref reader, previous?.Sub); }
            else if (JournalFields.ProviderName.IsAt(ref reader)) { providerName = Text(ref reader, previous?.ProviderName); }
            else if (JournalFields.ProviderType.IsAt(ref reader)) { providerType = Text(ref reader, previous?.ProviderType); }
            else if (JournalFields.ProviderAttributeName.IsAt(ref reader)) { attributeName = Text(ref reader, previous?.ProviderAttributeName); }
            else if (JournalFields.ProviderAttributeValue.IsAt(ref reader)) { attributeValue = Text(ref reader, previous?.ProviderAttributeValue); }
            else if (JournalFields.Identities.IsAt(ref reader)) { identities = Text(ref reader, previous?.Identities); }
            else if (JournalFields.RequestId.IsAt(ref reader)) { requestId = Text(ref reader, previous?.RequestId); }
            else if (JournalFields.Attempts.IsAt(ref reader)) { attempts = Number(ref reader, JournalFields.Attempts); }
            else if (JournalFields.Reason.IsAt(ref reader)) { reason = Text(ref reader, previous?.Reason); }
            else if (JournalFields.ErrorId.IsAt(ref reader)) { errorId = Text(ref reader, previous?.ErrorId); }
            else if (JournalFields.Throttled.IsAt(ref reader)) { throttled = Number(ref reader, JournalFields.Throttled); }
            else if (JournalFields.SignInAfterUnlink.IsAt(ref reader)) { signIn = Text(ref reader, previous?.SignInAfterUnlink); }
            else if (JournalFields.SignedOut.IsAt(ref reader)) { signedOut = Truth(ref reader, JournalFields.SignedOut); }
            else if (JournalFields.Recovery.IsAt(ref reader)) { recovery = Text(ref reader, previous?.Recovery); }
            else if (JournalFields.ClientId.IsAt(ref reader)) { clientId = Text(ref reader, previous?.ClientId); }
            else if (JournalFields.ClientName.IsAt(ref reader)) { clientName = Text(ref reader, previous?.ClientName); }
            else if (JournalFields.ProvidersBefore.IsAt(ref reader)) { providersBefore = Text(ref reader, previous?.ProvidersBefore); }
            else if (JournalFields.Format.IsAt(ref reader)) { format = Number(ref reader, JournalFields.Format); }
            else if (JournalFields.Place.IsAt(ref reader)) { place = Object(ref reader, JournalJson.Default.Place); }
            else if (JournalFields.Caller.IsAt(ref reader)) { caller = Object(ref reader, JournalJson.Default.RunCaller); }
            else if (JournalFields.Settings.IsAt(ref reader)) { settings = Object(ref reader, JournalJson.Default.RunSettings); }
            else if (JournalFields.Totals.IsAt(ref reader)) { totals = Object(ref reader, JournalJson.Default.RunTotals); }
            else { reader.Skip(); }
        }

        // Throws if anything follows the object.
        reader.Read();
        if (isOfOtherKind)
        {
            return null;
        }

        var known = journalEvent ?? throw Missing(JournalFields.Event);
        var isAboutItem = JournalEvents.IsAboutItem(known);
        var record = new JournalRecord
        {
            Time = time ?? throw Missing(JournalFields.Time),
            Run = run ?? throw Missing(JournalFields.Run),
            Event = known,
            Format = format,
            Place = isAboutItem ? places.Of(run, userPoolId) : place,
            UserPoolId = isAboutItem ? userPoolId ?? throw Missing(JournalFields.UserPoolId) : userPoolId,
            Username = username,
            Sub = sub,
            ProviderName = isAboutItem ? providerName ?? throw Missing(JournalFields.ProviderName) : providerName,
            ProviderType = providerType,
            ProviderAttributeName = isAboutItem ? attributeName ?? throw Missing(JournalFields.ProviderAttributeName) : attributeName,
            ProviderAttributeValue = isAboutItem ? attributeValue ?? throw Missing(JournalFields.ProviderAttributeValue) : attributeValue,
            Identities = identities,
            RequestId = requestId,
            Attempts = attempts,
            Reason = reason,
            ErrorId = errorId,
            Throttled = throttled,
            SignInAfterUnlink = signIn,
            Recovery = recovery,
            SignedOut = signedOut,
            ClientId = clientId,
            ClientName = clientName,
            ProvidersBefore = providersBefore,
            Caller = caller is { Kind: not null, Name: not null } ? caller : null,
            Settings = settings,
            Totals = totals,
        };
        places.Note(record);
        return record;
    }

    private static bool IsOfOtherKind(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var isOfOtherKind = false;
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
        {
            if (JournalFields.Event.IsAt(ref reader))
            {
                reader.Read();
                isOfOtherKind = reader.TokenType == JsonTokenType.String && JournalEvents.Read(ref reader) is null;
            }
        }

        return isOfOtherKind;
    }

    private static FormatException Missing(JsonEncodedText field) => new($"it has no {field}");

    private static DateTime Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time)
            ? time.UtcDateTime
            : throw new FormatException("its time is not ISO 8601");
    }

    private static int? Number(ref Utf8JsonReader reader, JsonEncodedText field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
            _ => throw new FormatException(field.Value == "format" ? "its format is not a number" : $"its {field} are not a number"),
        };
    }

    private static bool? Truth(ref Utf8JsonReader reader, JsonEncodedText field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw new FormatException($"its {field} is neither true nor false"),
        };
    }

    private static T? Object<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
        where T : class
    {
        reader.Read();
        using var json = JsonDocument.ParseValue(ref reader);
        try
        {
            return json.Deserialize(type);
        }
        catch (JsonException)
        {
            // They say nothing about an item, so what another version writes there must not make the journal unreadable.
            return null;
        }
    }

    private static string? Text(ref Utf8JsonReader reader, string? previous)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String when previous is not null && reader.ValueTextEquals(previous) => previous,
            JsonTokenType.String => reader.GetString(),
            _ => throw new FormatException("a field that should be text is not"),
        };
    }
}
