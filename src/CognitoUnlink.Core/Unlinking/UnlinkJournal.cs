using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Unlinking;

/// <summary>The journal of one run of unlinks.</summary>
public sealed class UnlinkJournal : RunJournal, ILinkJournal
{
    internal const string ByEarlierRun = "According to the journal, an earlier run unlinked it.";

    // By value; Unknown is left out.
    private static readonly string?[] s_signIn = [null, .. Enum.GetNames<SignInAfterUnlink>()[1..]];
    private static readonly string?[] s_recovery = [null, .. Enum.GetNames<Recovery>()[1..]];

    private readonly DateTime _opened = DateTime.UtcNow;

    private UnlinkJournal(string path)
        : base(path)
    {
    }

    /// <summary>Opens or creates a journal and begins a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="place">The place of the pool given for the whole run; null if each item names its own (<see cref="RunJournal.EnterAsync"/>).</param>
    /// <param name="confirm">Asks the user about a journal that does not say where it was made; null to confirm everything.</param>
    /// <exception cref="Errors.UnlinkException">
    /// It is in use, damaged, too new, from another place (<see cref="Errors.ErrorId.OtherPlace"/>) or cannot be written.
    /// </exception>
    public static Task<UnlinkJournal> OpenAsync(string path, RunSettings? settings = null, Place? place = null, Func<string, Task<bool>>? confirm = null) =>
        BeginAsync(new UnlinkJournal(path), RunTask.Unlink, settings, place, confirm);

    /// <summary>The result of an item that an earlier run finished; null if it is still to be done.</summary>
    /// <param name="item">The item.</param>
    public UnlinkResult? FinishedBefore(UnlinkItem item) => ShowsIt(item) ? null : item.Readings.FirstOrDefault(reading => Latest(Key(reading), item.SeenOnSub) is JournalEvent.Unlinked or JournalEvent.AlreadyUnlinked) is { } finished
        ? finished.ToResult() with { Outcome = UnlinkOutcome.AlreadyUnlinked, SignedOut = IsSignedOut(Key(finished)) ? true : null, Reason = $"{ByEarlierRun} The user was not read again.", Timestamp = DateTime.UtcNow }
        : null;

    /// <summary>The result of an item that an earlier run finished for the user who was read; null if it is still to be done for this user.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">The user who has the name now, who may be someone else.</param>
    public UnlinkResult? FinishedBefore(UnlinkItem item, CognitoUser user) =>
        (item.SeenOnSub is null || user.Sub is null || item.SeenOnSub == user.Sub) && FinishedBefore(item with { SeenOnSub = item.SeenOnSub ?? user.Sub }) is { } finished
            ? finished with { Sub = user.Sub, Reason = ByEarlierRun }
            : null;

    /// <summary>Whether a run of this journal deactivated the user's password sign-in, or may have.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user's real name.</param>
    public bool MayHaveUnlinkedPassword(string userPoolId, string username) =>
        MayHaveUnlinkedPassword(new JournalItem(userPoolId, username, ProviderUser.CognitoProvider, username));

    /// <inheritdoc/>
    LinkResult? ILinkJournal.FinishedBefore(LinkItem item) => null;

    /// <inheritdoc/>
    Task ILinkJournal.IntentAsync(LinkItem item, CognitoUser user) => WriteAsync(LinkJournal.IntentOf(item, user));

    /// <inheritdoc/>
    Task ILinkJournal.OutcomeAsync(LinkResult result, CognitoUnlinkException? error) => QueueOutcomeAsync(LinkJournal.OutcomeOf(result), result.Throttled, error, isCounted: false);

    /// <summary>Writes that a request is about to be sent. When this returns, it is on disk.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">The user as just read; null when the item names none.</param>
    public Task IntentAsync(UnlinkItem item, CognitoUser? user) =>
        WriteAsync(RecordOf(JournalEvent.Intent, item.UserPoolId, item.Username, user?.Sub, item.Target, item.ProviderType) with { Identities = user?.Identities });

    /// <summary>Writes the result of an item, without waiting for the disk: an intent without an outcome is settled by a read.</summary>
    /// <param name="result">The result.</param>
    /// <param name="error">Its error; null for none.</param>
    /// <param name="isFinal">Whether it is the item's last outcome: false before a repair.</param>
    public Task OutcomeAsync(UnlinkResult result, CognitoUnlinkException? error = null, bool isFinal = true)
    {
        var journalEvent = result.Outcome switch
        {
            UnlinkOutcome.Unlinked => JournalEvent.Unlinked,
            UnlinkOutcome.AlreadyUnlinked => JournalEvent.AlreadyUnlinked,
            UnlinkOutcome.Skipped => JournalEvent.Skipped,
            _ => JournalEvent.Failed,
        };
        var identity = new ProviderUser(result.ProviderName, result.ProviderAttributeName, result.ProviderAttributeValue);
        return QueueOutcomeAsync(RecordOf(journalEvent, result.UserPoolId, result.Username, result.Sub, identity, result.ProviderType) with
        {
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            Reason = result.Reason,
            SignInAfterUnlink = s_signIn[(int)result.SignInAfterUnlink],
            Recovery = s_recovery[(int)result.Recovery],
            SignedOut = result.SignedOut == true ? true : null,
        }, result.Throttled, error, isFinal);
    }

    // This run's own listing takes precedence over a journal.
    private bool ShowsIt(UnlinkItem item) => item.ListedUser is { } user && user.ListedAt > _opened && item.IsLinkedTo(user);

    private static JournalItem Key(UnlinkItem item) =>
        new(item.UserPoolId, item.Username, item.Target.ProviderName, item.Target.ProviderAttributeValue);
}
