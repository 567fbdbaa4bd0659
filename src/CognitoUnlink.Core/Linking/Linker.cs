using System.Diagnostics;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Linking;

/// <summary>
/// Links identities to users one by one: the undo of an unlink. Thread-safe; only one change at a time is made to a user.
/// </summary>
/// <param name="users">Reads users and makes the calls.</param>
/// <param name="journal">Where intents and outcomes are written; null for no journal.</param>
public sealed class Linker(UserReader users, LinkJournal? journal = null)
{
    /// <summary>Returns what would happen to an item.</summary>
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
        var result = item.ToResult() with { Timestamp = DateTime.UtcNow };
        return LinkChange.EndedBefore(result with { Sub = item.User?.Sub }, item, judgement) ?? new LinkReport(result with { Outcome = LinkOutcome.WouldLink }, null);
    }

    /// <summary>Links one identity. Item failures are reported, not thrown.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Cancels the operation. A change that was sent but not read back is uncertain, and stays an open intent in the journal.</param>
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
            // Not written, because the item's own intent may be among the open ones.
            return LinkChange.Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, problem);
        }

        if (journal?.FinishedBefore(item) is { } finished)
        {
            return new LinkReport(finished, null);
        }

        using var attempt = new LinkAttempt(users, journal, item);
        return await new LinkChange(users, journal).RunAsync(attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The report of an item whose request was sent, but not settled when the run was stopped.</summary>
    /// <param name="item">The item.</param>
    public static LinkReport Unanswered(LinkItem item)
    {
        var problem = CognitoException.Unanswered("AdminLinkProviderForUser");
        return LinkChange.Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, problem) with { IsUncertain = true };
    }
}

/// <summary>Links one identity: read, request, read back.</summary>
/// <param name="users">Reads users and makes the calls.</param>
/// <param name="journal">Where intent and outcome are written; null for no journal.</param>
internal sealed class LinkChange(UserReader users, ILinkJournal? journal)
{
    /// <summary>Makes the link. Failures of the item are reported, not thrown.</summary>
    /// <param name="attempt">The link.</param>
    /// <param name="cancellationToken">Cancels the operation. A change that was sent but not read back is uncertain, and stays an open intent in the journal.</param>
    /// <exception cref="UnlinkException">The journal cannot be written; nothing was sent that is not in it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a request was sent.</exception>
    public async Task<LinkReport> RunAsync(LinkAttempt attempt, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        LinkReport report;
        try
        {
            report = await SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem)
        {
            report = Failed(attempt.Result, problem);
        }

        report = report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
        return report.IsUncertain || attempt.IsFinishedBefore ? report : await report.WrittenAsync(() => journal?.OutcomeAsync(report.Result, report.Error) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>The report of an item for which nothing is sent; null if a request is to be sent.</summary>
    public static LinkReport? EndedBefore(LinkResult result, LinkItem item, LinkJudgement judgement) => judgement.Outcome switch
    {
        null => null,
        LinkOutcome.NotPossible => NotPossible(item, result, judgement.Reason!, null),
        { } outcome => new LinkReport(result with { Outcome = outcome, Verified = true, Reason = judgement.Reason }, null),
    };

    private async Task<LinkReport> SendAsync(LinkAttempt attempt, CancellationToken cancellationToken)
    {
        CognitoException? refusal = null;
        LinkResult result;
        try
        {
            var (requestId, attempts, throttled, isSent) = await users.Caller.CallForChangeAsync(
                QuotaCategory.UserUpdate,
                attempt.PrepareAsync,
                (gateway, cancellation) => gateway.AdminLinkProviderForUserAsync(attempt.Item.UserPoolId, attempt.Destination!, attempt.Item.Source, cancellation),
                cancellationToken).ConfigureAwait(false);
            if (!isSent)
            {
                return attempt.Ended! with { Result = attempt.Ended!.Result with { Attempts = attempts, Throttled = throttled } };
            }

            result = attempt.Result with { RequestId = requestId, Attempts = attempts, Throttled = throttled };
        }
        catch (WithoutEffectException) when (attempt.IsIntentWritten)
        {
            await (journal?.OutcomeAsync(attempt.Result with { Outcome = LinkOutcome.Failed, Reason = "The run was stopped before this was done." }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (attempt.IsIntentWritten)
        {
            return Linker.Unanswered(attempt.Item);
        }
        catch (CognitoException problem) when (attempt.IsIntentWritten)
        {
            refusal = problem;
            result = attempt.Result with { Attempts = problem.Attempts, Throttled = problem.Throttled };
        }

        try
        {
            return await ReadBackAsync(attempt.Item, result, refusal, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Linker.Unanswered(attempt.Item);
        }
    }

    // The service reports errors even for links that it has made, so only a read counts. https://github.com/aws/aws-sdk-js-v3/issues/5281
    private async Task<LinkReport> ReadBackAsync(LinkItem item, LinkResult result, CognitoException? refusal, CancellationToken cancellationToken)
    {
        CognitoUser user;
        try
        {
            user = await users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem && problem is not CognitoException { Kind: CognitoErrorKind.UserNotFound })
        {
            var answer = refusal is null ? "The service accepted the link" : $"The service answered '{refusal.Message}'";
            return Failed(result, problem.Saying($"{answer}, but it is not known whether it was made, because the user could not be read back: {problem.Message}")) with { IsUncertain = true };
        }
        catch (CognitoException problem)
        {
            return NotPossible(item, result, LinkRefusal.UserGone, problem);
        }

        if (LinkGuard.IsLinked(item, user))
        {
            return new LinkReport(
                result with
                {
                    Outcome = LinkOutcome.Linked,
                    Verified = true,
                    Reason = refusal is null ? null : $"The link was made, although the service answered: {refusal.Message}",
                },
                null);
        }

        result = result with { Verified = false };
        return refusal is null ? Failed(result, NotShown(item))
            : LinkRefusal.Reason(item, refusal) is { } reason ? NotPossible(item, result, reason, refusal)
            : Failed(result, refusal);
    }

    private static LinkReport NotPossible(LinkItem item, LinkResult result, string reason, CognitoException? problem) => new(
        result with { Outcome = LinkOutcome.NotPossible, Reason = reason },
        new UnlinkException(ErrorId.LinkNotPossible, $"{Name(item)} cannot be linked to user '{item.Username}'. {reason}", problem));

    public static LinkReport Failed(LinkResult result, CognitoUnlinkException problem) =>
        new(result with { Outcome = LinkOutcome.Failed, Reason = problem.Message }, problem);

    private static UnlinkException NotShown(LinkItem item) => new(
        ErrorId.LinkNotShown,
        $"The service accepted the link of {Name(item)} to user '{item.Username}', but the user does not show it.");

    private static string Name(LinkItem item) => $"{item.Source.ProviderName} '{item.Source.ProviderAttributeValue}'";
}

/// <param name="users">Reads the user.</param>
/// <param name="journal">Where the intent is written; null for no journal.</param>
/// <param name="item">The identity.</param>
/// <param name="isHeldBefore">Whether the caller already holds the user.</param>
internal sealed class LinkAttempt(UserReader users, ILinkJournal? journal, LinkItem item, bool isHeldBefore = false) : ChangeAttempt<LinkReport>(users)
{
    /// <summary>The identity; once the user is read, with the user's real name instead of an alias.</summary>
    public LinkItem Item { get; private set; } = item;

    /// <summary>The result so far.</summary>
    public LinkResult Result { get; private set; } = item.ToResult();

    /// <summary>How the request names the user.</summary>
    public ProviderUser? Destination { get; private set; }

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

        var isAlias = user.Username != Item.Username;
        Item = Item with { Username = user.Username };
        Result = Item.ToResult() with { Sub = user.Sub };
        var judgement = LinkGuard.Judge(Item, user);
        if (judgement.Outcome == LinkOutcome.AlreadyLinked && before?.MayHaveBeenCarriedOut == true)
        {
            return End(new LinkReport(Result with { Outcome = LinkOutcome.Linked, Verified = true, Reason = "An earlier attempt, which got no answer, had already done it." }, null));
        }

        if (isAlias && judgement.Outcome == LinkOutcome.AlreadyLinked && journal?.FinishedBefore(Item with { SeenOnSub = Item.SeenOnSub ?? user.Sub }) is { } linked)
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
