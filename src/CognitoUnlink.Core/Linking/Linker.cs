using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Linking;

/// <summary>
/// Links identities to users one by one: the undo of an unlink. Safe for many in flight; one change at a time is made to a user.
/// </summary>
/// <param name="users">Reads users, and knows who makes the calls.</param>
/// <param name="journal">Where intents and outcomes are written; null for nowhere.</param>
public sealed class Linker(UserReader users, LinkJournal? journal = null)
{
    /// <summary>What would become of an item.</summary>
    /// <param name="item">The item, with its user as read.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>.</exception>
    public static LinkReport Preview(LinkItem item)
    {
        var judgement = item switch
        {
            { IsUserGone: true } => new LinkJudgement(LinkOutcome.NotPossible, LinkRefusal.UserGone, null),
            { User: { } user } => LinkGuard.Judge(item, user),
            _ => new LinkJudgement(null, null, null),
        };
        return LinkChange.EndedBefore(item.ToResult() with { Sub = item.User?.Sub }, item, judgement) ?? new LinkReport(item.ToResult() with { Outcome = LinkOutcome.WouldLink, Timestamp = DateTime.UtcNow }, null);
    }

    /// <summary>Links one identity. Item failures are reported, not thrown.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Ends it. What was sent and could not be read back is uncertain, and stays an open intent in the journal.</param>
    /// <exception cref="UnlinkException">The journal cannot be written; nothing was sent that is not in it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a request was sent.</exception>
    public async Task<LinkReport> LinkAsync(LinkItem item, CancellationToken cancellationToken)
    {
        try
        {
            await (journal?.SettleAsync(item.UserPoolId, users, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (CognitoException problem)
        {
            // Not written: the item's own intent may be among those that are open.
            return LinkChange.Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, problem);
        }

        if (journal?.FinishedBefore(item) is { } finished)
        {
            return new LinkReport(finished, null);
        }

        using var attempt = new LinkAttempt(users, journal, item);
        return await new LinkChange(users, journal).RunAsync(attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The report of an item about which a request was sent and not settled when the run was stopped.</summary>
    /// <param name="item">The item.</param>
    public static LinkReport Unanswered(LinkItem item)
    {
        var problem = CognitoException.Unanswered("AdminLinkProviderForUser");
        return LinkChange.Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, problem) with { IsUncertain = true };
    }
}
