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
        JsonEncodedText.Encode("run-place"),
        JsonEncodedText.Encode("run-caller"),
    ];

    public static JsonEncodedText NameOf(JournalEvent journalEvent) => s_names[(int)journalEvent];

    public static bool IsAboutItem(JournalEvent journalEvent) =>
        journalEvent is not (JournalEvent.RunStarted or JournalEvent.RunEnded or JournalEvent.RunPlace or JournalEvent.RunCaller);

    /// <summary>Reads the name that the reader stands on; null when it is of another kind of event.</summary>
    /// <exception cref="FormatException">It is no name.</exception>
    public static JournalEvent? Read(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < s_names.Length && reader.TokenType == JsonTokenType.String; i++)
        {
            if (reader.ValueTextEquals(s_names[i].EncodedUtf8Bytes))
            {
                return (JournalEvent)i;
            }
        }

        return reader.TokenType == JsonTokenType.String ? null : throw new FormatException("its event is not a string");
    }
}
