using System.Text.Json;

namespace CognitoUnlink.Journaling;

/// <summary>The events' names in the file, and which of them are about an item.</summary>
internal static class JournalEvents
{
    private static readonly JsonEncodedText[] s_names =
    [
        JsonEncodedText.Encode("run-started"),
        JsonEncodedText.Encode("intent"),
        JsonEncodedText.Encode("unlinked"),
        JsonEncodedText.Encode("already-unlinked"),
        JsonEncodedText.Encode("skipped"),
        JsonEncodedText.Encode("failed"),
        JsonEncodedText.Encode("linked"),
        JsonEncodedText.Encode("run-ended"),
    ];

    public static JsonEncodedText NameOf(JournalEvent journalEvent) => s_names[(int)journalEvent];

    public static bool IsAboutItem(JournalEvent journalEvent) => journalEvent is not (JournalEvent.RunStarted or JournalEvent.RunEnded);

    /// <summary>Reads the name that the reader stands on.</summary>
    /// <exception cref="FormatException">No event has that name.</exception>
    public static JournalEvent Read(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < s_names.Length && reader.TokenType == JsonTokenType.String; i++)
        {
            if (reader.ValueTextEquals(s_names[i].EncodedUtf8Bytes))
            {
                return (JournalEvent)i;
            }
        }

        throw new FormatException(reader.TokenType == JsonTokenType.String
            ? $"its event '{reader.GetString()}' is not known to this version"
            : "its event is not a string");
    }
}
