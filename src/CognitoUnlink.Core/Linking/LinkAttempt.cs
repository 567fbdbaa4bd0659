using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Linking;

/// <summary>The link of one identity.</summary>
/// <param name="users">Reads the user.</param>
/// <param name="journal">Where the intent is written; null for nowhere.</param>
/// <param name="item">The identity.</param>
/// <param name="isHeldBefore">Whether the user is held by whoever links.</param>
internal sealed class LinkAttempt(UserReader users, ILinkJournal? journal, LinkItem item, bool isHeldBefore = false) : ChangeAttempt<LinkReport>(users)
{
    /// <summary>The identity; once its user is read, under the user's real name, whatever alias it was given with.</summary>
    public LinkItem Item { get; private set; } = item;

    /// <summary>What is known of the result.</summary>
    public LinkResult Result { get; private set; } = item.ToResult();

    /// <summary>How the request names the user.</summary>
    public ProviderUser? Destination { get; private set; }

    /// <inheritdoc/>
    public override async Task<bool> PrepareAsync(CognitoException? before, CancellationToken cancellationToken)
    {
        CognitoUser user;
        try
        {
            user = IsHeld || isHeldBefore
                ? await Users.GetUserAsync(Item.UserPoolId, Item.Username, cancellationToken).ConfigureAwait(false)
                : await HoldAsync(Item.UserPoolId, Item.Username, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return End(LinkChange.EndedBefore(Result, Item, new LinkJudgement(LinkOutcome.NotPossible, LinkRefusal.UserGone, null))!);
        }
        catch (UnlinkException problem) when (before?.MayHaveBeenCarriedOut == true)
        {
            throw before.Saying($"{before.Message} {problem.Message}");
        }

        var isAlias = user.Username != Item.Username;
        Item = Item with { Username = user.Username };
        Result = Item.ToResult() with { Sub = user.Sub };
        var judgement = LinkGuard.Judge(Item, user);
        if (judgement.Outcome == LinkOutcome.AlreadyLinked && before?.MayHaveBeenCarriedOut == true)
        {
            return End(new LinkReport(Result with { Outcome = LinkOutcome.Linked, Verified = true, Reason = "An attempt that brought no answer had done it." }, null));
        }

        if (isAlias && judgement.Outcome == LinkOutcome.AlreadyLinked && journal?.FinishedBefore(Item) is { } linked)
        {
            return End(new LinkReport(linked with { Verified = true }, null), isFinishedBefore: true);
        }

        if (LinkChange.EndedBefore(Result, Item, judgement) is { } ended)
        {
            return End(ended);
        }

        Item = Item with { SeenOnSub = Item.SeenOnSub ?? user.Sub };
        Destination = judgement.Destination;
        return IsIntentWritten || await AfterIntentAsync(journal?.IntentAsync(Item, user)).ConfigureAwait(false);
    }
}
