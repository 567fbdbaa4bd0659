using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>How a line of a journal changes the state of an identity.</summary>
internal static class LinkTransitions
{
    // Errors after which the request may still have been carried out.
    private static readonly HashSet<string> s_uncertain =
    [
        nameof(CognitoErrorKind.Timeout), nameof(CognitoErrorKind.ConnectionFailed), nameof(CognitoErrorKind.ServiceFault), nameof(CognitoErrorKind.UnexpectedResponse),
    ];

    /// <summary>Applies a line.</summary>
    /// <returns>The item's outcome in this line; its state may differ because of earlier lines.</returns>
    public static ItemOutcome Apply(ref this LinkState state, (int Journal, long Line) place, JournalRecord record, RunReport run, bool hadIdentity)
    {
        var wasOpen = state.Latest is not null && state.Outcome == ItemOutcome.Open;

        // The outcome of another run's intent is of the intent's kind.
        var isLink = wasOpen ? !state.IsIntentToUnlink : run.Task == RunTask.Link;
        var outcome = OutcomeOf(record, isLink);
        if (!isLink && (wasOpen || state.UnlinkedBy is not null) && OpenIntent.IsAboutOther(record.Event, record.ErrorId))
        {
            return outcome;
        }

        state.Outcome = outcome;
        switch (outcome)
        {
            case ItemOutcome.Open:
                state.IsIntentToUnlink = run.Settings?.Task is { } task
                    ? task == RunTask.Unlink
                    : hadIdentity || record.Username is null || record.ProviderName == ProviderUser.CognitoProvider;
                state.StartFrom(state.IsIntentToUnlink ? LinkKnowledge.Linked : LinkKnowledge.NotLinked);
                state.After = LinkKnowledge.Unknown;
                state.MayBeUnlinked = true;
                break;

            case ItemOutcome.Unlinked:
                state.UnlinkedBy = place;
                state.StartFrom(LinkKnowledge.Linked);
                state.After = LinkKnowledge.NotLinked;
                break;

            case ItemOutcome.AlreadyUnlinked or ItemOutcome.Failed when OpenIntent.IsShownGone(record.Event, record.ErrorId):
                // An unlink that was under way is why.
                state.UnlinkedBy ??= wasOpen && !isLink ? state.Latest : null;
                state.Outcome = state.UnlinkedBy is null ? outcome : ItemOutcome.Unlinked;
                state.StartFrom(LinkKnowledge.NotLinked);
                state.After = LinkKnowledge.NotLinked;
                break;

            case ItemOutcome.Linked:
                state.UnlinkedBy = null;
                state.StartFrom(LinkKnowledge.NotLinked);
                state.After = LinkKnowledge.Linked;
                break;

            case ItemOutcome.AlreadyLinked or ItemOutcome.Skipped:
                state.UnlinkedBy = isLink ? null : state.UnlinkedBy;
                state.StartFrom(LinkKnowledge.Linked);
                state.After = LinkKnowledge.Linked;
                break;

            default:
                state.After = isLink ? AfterFailedLink(state, record, wasOpen) : AfterFailedUnlink(state, record, wasOpen);
                break;
        }

        // A failure before any request about the identity changed nothing.
        state.MayBeUnlinked &= state.After == LinkKnowledge.Unknown;

        // Still being unlinked is no news: the line of the unlink counts, and an undo needs that line.
        state.Latest = state.Outcome == ItemOutcome.Unlinked ? state.UnlinkedBy : place;
        return outcome;
    }

    private static ItemOutcome OutcomeOf(JournalRecord record, bool isLink) => record.Event switch
    {
        JournalEvent.Intent => ItemOutcome.Open,
        JournalEvent.Unlinked => ItemOutcome.Unlinked,
        JournalEvent.AlreadyUnlinked => ItemOutcome.AlreadyUnlinked,
        JournalEvent.Linked => ItemOutcome.Linked,
        JournalEvent.Skipped => isLink ? ItemOutcome.AlreadyLinked : ItemOutcome.Skipped,
        _ when !isLink => ItemOutcome.Failed,
        _ => record.ErrorId == ErrorId.LinkNotPossible ? ItemOutcome.NotPossible : ItemOutcome.LinkFailed,
    };

    private static void StartFrom(ref this LinkState state, LinkKnowledge knowledge)
    {
        if (state.Latest is null && state.Before == LinkKnowledge.Unknown)
        {
            state.Before = knowledge;
        }
    }

    // A run that links reads the user back, and leaves the intent open if it cannot.
    private static LinkKnowledge AfterFailedLink(LinkState state, JournalRecord record, bool wasOpen) =>
        wasOpen || record.ErrorId == ErrorId.LinkNotPossible ? LinkKnowledge.NotLinked : state.After;

    private static LinkKnowledge AfterFailedUnlink(LinkState state, JournalRecord record, bool wasOpen) => record.ErrorId switch
    {
        nameof(CognitoErrorKind.UserNotFound) => LinkKnowledge.NotLinked,
        _ when !wasOpen => state.After,
        _ when record.Username is null => LinkKnowledge.Unknown,

        // For a user's identity the run writes this only after a read showed that the user still has it.
        ErrorId.IdentityNotLinked => LinkKnowledge.Linked,

        // Without an attempt, it was not the request that failed but a read after it.
        { } id when s_uncertain.Contains(id) || record.Attempts == 0 => LinkKnowledge.Unknown,
        _ => LinkKnowledge.Linked,
    };
}

/// <summary>The state of one identity of a user, whether requested or only named in the journals.</summary>
internal struct LinkState
{
    /// <summary>The line with its current state; null for an identity that was not requested.</summary>
    public (int Journal, long Line)? Latest;

    public ItemOutcome Outcome;
    public int Provider;

    /// <summary>The index of the person; -1 if no line names one.</summary>
    public int Person;

    /// <summary>The index of the cause; -1 if there is none.</summary>
    public int Cause;

    public LinkKnowledge Before;
    public LinkKnowledge After;

    /// <summary>Whether a request with an unknown effect was sent for it.</summary>
    public bool MayBeUnlinked;

    /// <summary>The line by which a run unlinked it; null if none did, or if it was linked again.</summary>
    public (int Journal, long Line)? UnlinkedBy;

    /// <summary>The run that last finished it; null if none did.</summary>
    public RunReport? EndedBy;

    public ItemOutcome EndedAs;
    public DateTime EndedAt;

    /// <summary>Whether the latest request was to unlink.</summary>
    public bool IsIntentToUnlink;
}

internal enum LinkKnowledge : byte
{
    Unknown,
    Linked,
    NotLinked,
}

/// <summary>One provider's links to the users that the journals name.</summary>
/// <param name="name">The provider's name.</param>
public sealed class ProviderLinks(string name)
{
    /// <summary>The provider's exact name.</summary>
    public string Name { get; } = name;

    /// <summary>The provider's type, if a line gives it.</summary>
    public string? Type { get; internal set; }

    /// <summary>Requested identities of the provider.</summary>
    public long Items { get; internal set; }

    /// <summary>Links known to have been there before the first line about them.</summary>
    public long Before { get; internal set; }

    /// <summary>Links known to be there after the last line about them.</summary>
    public long After { get; internal set; }

    /// <summary>Links that may or may not be there now.</summary>
    public long Uncertain { get; internal set; }
}

/// <summary>The state of an item after everything in the journals.</summary>
public enum ItemOutcome
{
    /// <summary>It was unlinked.</summary>
    Unlinked,

    /// <summary>It was found unlinked.</summary>
    AlreadyUnlinked,

    /// <summary>A guard refused to unlink it.</summary>
    Skipped,

    /// <summary>Unlinking it failed.</summary>
    Failed,

    /// <summary>A request may or may not have been carried out.</summary>
    Open,

    /// <summary>It was linked, usually again.</summary>
    Linked,

    /// <summary>It was to be linked and was linked already.</summary>
    AlreadyLinked,

    /// <summary>It cannot be linked as things are.</summary>
    NotPossible,

    /// <summary>Linking it failed.</summary>
    LinkFailed,
}
