using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>What a line does to how an identity stands.</summary>
internal static class LinkTransitions
{
    // Errors after which the request may have been carried out all the same.
    private static readonly HashSet<string> s_uncertain =
    [
        nameof(CognitoErrorKind.Timeout), nameof(CognitoErrorKind.ConnectionFailed), nameof(CognitoErrorKind.ServiceFault), nameof(CognitoErrorKind.UnexpectedResponse),
    ];

    /// <summary>Applies a line.</summary>
    /// <returns>How the item came out of it; it may stand otherwise by what was before.</returns>
    public static ItemOutcome Apply(ref this LinkState state, (int Journal, long Line) place, JournalRecord record, RunReport run, bool hadIdentity)
    {
        var wasOpen = state.Latest is not null && state.Outcome == ItemOutcome.Open;

        // An outcome that another run wrote for an intent is of the kind of that intent.
        var isLink = wasOpen ? !state.IsIntentToUnlink : run.Task == RunTask.Link;
        var outcome = OutcomeOf(record, isLink);
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

            case ItemOutcome.AlreadyUnlinked:
                state.Outcome = state.UnlinkedBy is null ? ItemOutcome.AlreadyUnlinked : ItemOutcome.Unlinked;
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

        // Whatever failed before a request about it left did nothing to it.
        state.MayBeUnlinked &= state.After == LinkKnowledge.Unknown;

        // To find it still unlinked is no news: the line that did it says how it stands, and is what an undo goes by.
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

    // The run that links reads the user back, and leaves the intent open where it cannot.
    private static LinkKnowledge AfterFailedLink(LinkState state, JournalRecord record, bool wasOpen) =>
        wasOpen || record.ErrorId == ErrorId.LinkNotPossible ? LinkKnowledge.NotLinked : state.After;

    private static LinkKnowledge AfterFailedUnlink(LinkState state, JournalRecord record, bool wasOpen) => record.ErrorId switch
    {
        ErrorId.IdentityNotOwned or nameof(CognitoErrorKind.UserNotFound) => LinkKnowledge.NotLinked,
        _ when !wasOpen => state.After,
        _ when record.Username is null => LinkKnowledge.Unknown,

        // Of an identity of a user the run says so only once a read has shown that the user still has it.
        ErrorId.IdentityNotLinked => LinkKnowledge.Linked,

        // Without an attempt it was not the request that failed, but a read after it.
        { } id when s_uncertain.Contains(id) || record.Attempts == 0 => LinkKnowledge.Unknown,
        _ => LinkKnowledge.Linked,
    };
}

/// <summary>How one identity of a user stands: of those that were asked for and of the others that the journals name.</summary>
internal struct LinkState
{
    /// <summary>Where the line is that says how it stands; null of an identity that was not asked for.</summary>
    public (int Journal, long Line)? Latest;

    public ItemOutcome Outcome;
    public int Provider;

    /// <summary>Whose it is, as an index of the people; -1 when no line names them.</summary>
    public int Person;

    /// <summary>Why, as an index of the causes; -1 for nothing to say.</summary>
    public int Cause;

    public LinkKnowledge Before;
    public LinkKnowledge After;

    /// <summary>Whether a request about it was sent, and it is not known whether it is there now.</summary>
    public bool MayBeUnlinked;

    /// <summary>Where the line is by which a run unlinked it; null when none did, or one linked it since.</summary>
    public (int Journal, long Line)? UnlinkedBy;

    /// <summary>The run that last brought it to an end; null when none did.</summary>
    public RunReport? EndedBy;

    public ItemOutcome EndedAs;
    public DateTime EndedAt;

    /// <summary>What the latest request was to do.</summary>
    public bool IsIntentToUnlink;
}

/// <summary>What is known of a link at a time.</summary>
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

    /// <summary>The provider's type, when a line tells.</summary>
    public string? Type { get; internal set; }

    /// <summary>Identities of it that were asked for.</summary>
    public long Items { get; internal set; }

    /// <summary>Links known to have been there before the first line about them.</summary>
    public long Before { get; internal set; }

    /// <summary>Links known to be there after the last line about them.</summary>
    public long After { get; internal set; }

    /// <summary>Links of which it is not known whether they are there now.</summary>
    public long Uncertain { get; internal set; }
}

/// <summary>How an item stands after all that the journals say of it.</summary>
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

    /// <summary>It was linked, as a rule again.</summary>
    Linked,

    /// <summary>It was to be linked and was linked already.</summary>
    AlreadyLinked,

    /// <summary>It cannot be linked as things are.</summary>
    NotPossible,

    /// <summary>Linking it failed.</summary>
    LinkFailed,
}
