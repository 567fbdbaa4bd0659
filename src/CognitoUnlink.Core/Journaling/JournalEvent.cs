using System.Text.Json;

namespace CognitoUnlink.Journaling;

/// <summary>What a line of a journal records.</summary>
public enum JournalEvent
{
    /// <summary>A run began.</summary>
    RunStarted,

    /// <summary>A request is about to be sent.</summary>
    Intent,

    /// <summary>The identity was linked and is no longer.</summary>
    Unlinked,

    /// <summary>A read showed that it had been unlinked earlier.</summary>
    AlreadyUnlinked,

    /// <summary>A guard refused, and nothing was sent.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The identity is linked again.</summary>
    Linked,

    /// <summary>A run ended. A run that was stopped writes none.</summary>
    RunEnded,

    /// <summary>A run reached a user pool whose place is not in its first line.</summary>
    RunPlace,

    /// <summary>It was determined who makes a run.</summary>
    RunCaller,

    /// <summary>A request to change an app client's providers is about to be sent.</summary>
    ClientIntent,

    /// <summary>The app client no longer offers the provider.</summary>
    ClientClosed,

    /// <summary>The app client offers the provider again.</summary>
    ClientReopened,

    /// <summary>The change of the app client failed.</summary>
    ClientFailed,

    /// <summary>A request to give a user a password is about to be sent.</summary>
    PasswordIntent,

    /// <summary>The user has a password that nobody knows and that can be reset.</summary>
    PasswordSet,

    /// <summary>The user was not given a password.</summary>
    PasswordFailed,
}

/// <summary>The events' names in the file, and which events are about an identity.</summary>
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
        JsonEncodedText.Encode("client-intent"),
        JsonEncodedText.Encode("client-closed"),
        JsonEncodedText.Encode("client-reopened"),
        JsonEncodedText.Encode("client-failed"),
        JsonEncodedText.Encode("password-intent"),
        JsonEncodedText.Encode("password-set"),
        JsonEncodedText.Encode("password-failed"),
    ];

    public static JsonEncodedText NameOf(JournalEvent journalEvent) => s_names[(int)journalEvent];

    public static bool IsAboutItem(JournalEvent journalEvent) => journalEvent
        is JournalEvent.Intent or JournalEvent.Unlinked or JournalEvent.AlreadyUnlinked or JournalEvent.Skipped or JournalEvent.Failed or JournalEvent.Linked;

    /// <summary>Reads the name at the reader's position; null for an unknown event.</summary>
    /// <exception cref="FormatException">It is not a name.</exception>
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

/// <summary>A last line that was not written completely. No request was sent for it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">How many bytes of it there are.</param>
public sealed record JournalTornLine(long Number, long Offset, long Length)
{
    /// <summary>The warning for those who read the journal.</summary>
    /// <param name="path">The journal.</param>
    public string Warning(string path) => $"The last line of '{path}' (line {Number}) is incomplete and was ignored. The next run with this journal removes it.";
}
