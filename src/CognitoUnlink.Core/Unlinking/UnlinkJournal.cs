using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Unlinking;

/// <summary>The journal of one run of unlinks.</summary>
public sealed class UnlinkJournal : RunJournal
{
    // By value; Unknown is no news.
    private static readonly string?[] s_signIn = [null, .. Enum.GetNames<SignInAfterUnlink>()[1..]];

    private UnlinkJournal(string path)
        : base(path)
    {
    }

    /// <summary>Opens or creates a journal and begins a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What was asked for.</param>
    /// <exception cref="Errors.UnlinkException">It is in use, damaged or cannot be written.</exception>
    public static Task<UnlinkJournal> OpenAsync(string path, RunSettings? settings = null) => BeginAsync(new UnlinkJournal(path), RunTask.Unlink, settings);

    /// <summary>The result of an item that an earlier run finished; null when it is to be done.</summary>
    /// <param name="item">The item.</param>
    public UnlinkResult? FinishedBefore(UnlinkItem item) => item.Readings.FirstOrDefault(reading => Latest(Key(reading)) is JournalEvent.Unlinked or JournalEvent.AlreadyUnlinked) is { } finished
        ? finished.ToResult() with { Outcome = UnlinkOutcome.AlreadyUnlinked, Reason = "According to the journal, an earlier run unlinked it. The user was not read again.", Timestamp = DateTime.UtcNow }
        : null;

    /// <summary>Writes that a request is about to be sent. When this returns, it is on disk.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">The user as just read; null when the item names none.</param>
    public Task IntentAsync(UnlinkItem item, CognitoUser? user) =>
        WriteAsync(RecordOf(JournalEvent.Intent, item.UserPoolId, item.Username, item.Target, item.ProviderType) with { Identities = user?.Identities });

    /// <summary>Writes what became of an item, without waiting for the disk: an intent without an outcome is settled by a read.</summary>
    /// <param name="result">The result.</param>
    /// <param name="error">What there is to tell of it.</param>
    public Task OutcomeAsync(UnlinkResult result, CognitoUnlinkException? error = null)
    {
        var journalEvent = result.Outcome switch
        {
            UnlinkOutcome.Unlinked => JournalEvent.Unlinked,
            UnlinkOutcome.AlreadyUnlinked => JournalEvent.AlreadyUnlinked,
            UnlinkOutcome.Skipped => JournalEvent.Skipped,
            _ => JournalEvent.Failed,
        };
        var identity = new ProviderUser(result.ProviderName, result.ProviderAttributeName, result.ProviderAttributeValue);
        return QueueOutcomeAsync(RecordOf(journalEvent, result.UserPoolId, result.Username, identity, result.ProviderType) with
        {
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            Reason = result.Reason,
            SignInAfterUnlink = s_signIn[(int)result.SignInAfterUnlink],
        }, result.Throttled, error);
    }

    private static JournalItem Key(UnlinkItem item) =>
        new(item.UserPoolId, item.Username, item.Target.ProviderName, item.Target.ProviderAttributeValue);
}
