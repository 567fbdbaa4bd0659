using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Retirement;

/// <summary>The journal of one run that gives users a password to reset. It records who got one and when, but never the password.</summary>
public sealed class FallbackJournal : RunJournal
{
    private FallbackJournal(string path)
        : base(path) => OpenPasswords = new OpenPasswords(Path, OpenPasswordIntents());

    /// <summary>The users to whom earlier runs may have given a password.</summary>
    public OpenPasswords OpenPasswords { get; }

    /// <summary>Opens or creates a journal and begins a run.</summary>
    /// <param name="path">The file; it may be that of other runs.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="place">The place of the pool given for the whole run; null if each item names its own.</param>
    /// <param name="confirm">Asks the user about a journal that does not say where it was made; null to confirm everything.</param>
    /// <exception cref="UnlinkException">It is in use, damaged, too new, from another place or cannot be written.</exception>
    public static Task<FallbackJournal> OpenAsync(string path, RunSettings? settings = null, Place? place = null, Func<string, Task<bool>>? confirm = null) =>
        BeginAsync(new FallbackJournal(path), RunTask.Fallback, settings, place, confirm);

    /// <summary>Writes that a request is about to be sent. When this returns, it is on disk.</summary>
    /// <param name="result">What is known about the user.</param>
    public Task IntentAsync(FallbackResult result) => WriteAsync(RecordOf(JournalEvent.PasswordIntent, result));

    /// <summary>Writes the result for a user, without waiting for the disk.</summary>
    /// <param name="result">The result.</param>
    /// <param name="error">Its error; null for none.</param>
    public Task OutcomeAsync(FallbackResult result, CognitoUnlinkException? error = null) => QueueOutcomeAsync(
        RecordOf(result.Outcome == FallbackOutcome.PasswordSet ? JournalEvent.PasswordSet : JournalEvent.PasswordFailed, result) with
        {
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            Reason = result.Reason,
        },
        result.Throttled,
        error);

    private static JournalRecord RecordOf(JournalEvent journalEvent, FallbackResult result) =>
        RecordOf(journalEvent, result.UserPoolId) with { Username = result.Username, Sub = result.Sub, Recovery = result.Recovery.ToString() };
}
