using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Linking;

/// <summary>The journal of one run of links.</summary>
public sealed class LinkJournal : RunJournal, ILinkJournal
{
    private LinkJournal(string path)
        : base(path)
    {
    }

    /// <summary>Opens or creates a journal and begins a run.</summary>
    /// <param name="path">The file; it may be that of the unlinks.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="place">The place of the pool given for the whole run; null if each item names its own (<see cref="RunJournal.EnterAsync"/>).</param>
    /// <param name="confirm">Asks the user about a journal that does not say where it was made; null to confirm everything.</param>
    /// <exception cref="Errors.UnlinkException">
    /// It is in use, damaged, too new, from another place (<see cref="Errors.ErrorId.OtherPlace"/>) or cannot be written.
    /// </exception>
    public static Task<LinkJournal> OpenAsync(string path, RunSettings? settings = null, Place? place = null, Func<string, Task<bool>>? confirm = null) =>
        BeginAsync(new LinkJournal(path), RunTask.Link, settings, place, confirm);

    /// <summary>The result of an item that an earlier run linked; null if it is still to be done.</summary>
    /// <param name="item">The item.</param>
    public LinkResult? FinishedBefore(LinkItem item) =>
        Latest(new JournalItem(item.UserPoolId, item.Username, item.Source.ProviderName, item.Source.ProviderAttributeValue), item.SeenOnSub) == JournalEvent.Linked
            ? item.ToResult() with { Outcome = LinkOutcome.AlreadyLinked, Reason = "According to the journal, an earlier run linked it. The user was not read again.", Timestamp = DateTime.UtcNow }
            : null;

    /// <summary>Writes that a request is about to be sent, and returns once that is on disk.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">The user as just read, who does not have the identity.</param>
    public Task IntentAsync(LinkItem item, CognitoUser user) => WriteAsync(IntentOf(item, user));

    /// <summary>Writes the result of an item, without waiting for the disk: an intent without an outcome is settled by a read. An item already linked is not <see cref="JournalEvent.Linked"/>, so that undoing this run leaves it alone.</summary>
    /// <param name="result">The result.</param>
    /// <param name="error">Its error; null for none.</param>
    public Task OutcomeAsync(LinkResult result, CognitoUnlinkException? error = null) => QueueOutcomeAsync(OutcomeOf(result), result.Throttled, error);

    internal static JournalRecord IntentOf(LinkItem item, CognitoUser user) =>
        RecordOf(JournalEvent.Intent, item.UserPoolId, item.Username, user.Sub, item.Source, item.ProviderType) with { Identities = user.Identities };

    internal static JournalRecord OutcomeOf(LinkResult result)
    {
        var journalEvent = result.Outcome switch
        {
            LinkOutcome.Linked => JournalEvent.Linked,
            LinkOutcome.AlreadyLinked => JournalEvent.Skipped,
            _ => JournalEvent.Failed,
        };
        var identity = new ProviderUser(result.ProviderName, result.ProviderAttributeName, result.ProviderAttributeValue);
        return RecordOf(journalEvent, result.UserPoolId, result.Username, result.Sub, identity, result.ProviderType) with
        {
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            Reason = result.Reason,
        };
    }
}

/// <summary>Where links are written: in a journal of links, or in that of the unlinks that a link repairs.</summary>
internal interface ILinkJournal
{
    /// <summary>The result of an item that an earlier run linked; null if it is still to be done.</summary>
    LinkResult? FinishedBefore(LinkItem item);

    /// <summary>Writes that a request is about to be sent, and returns once that is on disk.</summary>
    Task IntentAsync(LinkItem item, CognitoUser user);

    /// <summary>Writes the result of an item, without waiting for the disk.</summary>
    Task OutcomeAsync(LinkResult result, CognitoUnlinkException? error = null);
}
