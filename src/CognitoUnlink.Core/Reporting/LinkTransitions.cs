using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>What a line does to how an identity stands.</summary>
internal static class LinkTransitions
{
    // Errors after which the request may have been carried out all the same.
    private static readonly HashSet<string> s_uncertain =
    [
        nameof(CognitoErrorKind.Timeout), nameof(CognitoErrorKind.ConnectionFailed), nameof(CognitoErrorKind.ServiceFault), nameof(CognitoErrorKind.UnexpectedResponse),
    ];

    // Errors that say that there was no such link.
    private static readonly HashSet<string> s_notLinked = [ErrorId.IdentityNotOwned, ErrorId.IdentityNotLinked, nameof(CognitoErrorKind.UserNotFound)];

    public static void Apply(ref this LinkState state, (int Journal, long Line) place, JournalRecord record, RunReport run, bool hadIdentity)
    {
        var wasOpen = state.Latest is not null && state.Outcome == ItemOutcome.Open;

        // An outcome that another run wrote for an intent is of the kind of that intent.
        var isLink = wasOpen ? !state.IsIntentToUnlink : run.Task == RunTask.Link;
        switch (record.Event)
        {
            case JournalEvent.Intent:
                state.IsIntentToUnlink = run.Settings?.Task is { } task
                    ? task == RunTask.Unlink
                    : hadIdentity || record.Username is null || record.ProviderName == ProviderUser.CognitoProvider;
                state.Outcome = ItemOutcome.Open;
                state.StartFrom(state.IsIntentToUnlink ? LinkKnowledge.Linked : LinkKnowledge.NotLinked);
                state.After = LinkKnowledge.Unknown;
                break;

            case JournalEvent.Unlinked:
                state.Outcome = ItemOutcome.Unlinked;
                state.UnlinkedBy = place;
                state.StartFrom(LinkKnowledge.Linked);
                state.After = LinkKnowledge.NotLinked;
                break;

            case JournalEvent.AlreadyUnlinked:
                state.Outcome = state.UnlinkedBy is null ? ItemOutcome.AlreadyUnlinked : ItemOutcome.Unlinked;
                state.StartFrom(LinkKnowledge.NotLinked);
                state.After = LinkKnowledge.NotLinked;
                break;

            case JournalEvent.Linked:
                state.Outcome = ItemOutcome.Linked;
                state.UnlinkedBy = null;
                state.StartFrom(LinkKnowledge.NotLinked);
                state.After = LinkKnowledge.Linked;
                break;

            case JournalEvent.Skipped:
                state.Outcome = isLink ? ItemOutcome.AlreadyLinked : ItemOutcome.Skipped;
                state.UnlinkedBy = isLink ? null : state.UnlinkedBy;
                state.StartFrom(LinkKnowledge.Linked);
                state.After = LinkKnowledge.Linked;
                break;

            case JournalEvent.Failed:
                state.Outcome = !isLink ? ItemOutcome.Failed
                    : record.ErrorId == ErrorId.LinkNotPossible ? ItemOutcome.NotPossible
                    : ItemOutcome.LinkFailed;
                state.After = MayHaveBeenCarriedOut(record, wasOpen) ? LinkKnowledge.Unknown
                    : record.ErrorId is { } id && s_notLinked.Contains(id) ? LinkKnowledge.NotLinked
                    : state.UnlinkedBy is not null || (isLink && wasOpen) ? LinkKnowledge.NotLinked
                    : wasOpen ? LinkKnowledge.Linked
                    : state.Before;
                break;
        }

        // To find it still unlinked is no news: the line that did it says how it stands, and is what an undo goes by.
        state.Latest = state.Outcome == ItemOutcome.Unlinked ? state.UnlinkedBy : place;
    }

    private static void StartFrom(ref this LinkState state, LinkKnowledge knowledge)
    {
        if (state.Latest is null && state.Before == LinkKnowledge.Unknown)
        {
            state.Before = knowledge;
        }
    }

    private static bool MayHaveBeenCarriedOut(JournalRecord record, bool wasOpen) =>
        wasOpen && (record.Username is null || (record.ErrorId is { } id && s_uncertain.Contains(id)));
}
