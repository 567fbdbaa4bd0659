using System.Diagnostics;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Unlinks identities one by one: when a request may be sent, it reads the user, checks the guards and sends, and it trusts a read more
/// than an answer. Thread-safe; only one change at a time is made to a user, whatever name each item uses for the user.
/// </summary>
/// <param name="users">Reads users and makes the calls.</param>
/// <param name="options">How to unlink.</param>
/// <param name="journal">Where intents and outcomes are written; null for no journal.</param>
public sealed class Unlinker(UserReader users, UnlinkOptions options, UnlinkJournal? journal = null)
{
    private readonly ServiceCaller _caller = users.Caller;
    private readonly UnlinkFollowUp _followUp = new(users, options, journal);

    /// <summary>Unlinks one identity. Item failures are reported, not thrown.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Cancels it. A request that was sent is given a moment to be answered; its outcome is then returned, unverified.</param>
    /// <exception cref="UnlinkException">The journal cannot be written; nothing was sent that is not in it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a request was sent.</exception>
    public async Task<UnlinkReport> UnlinkAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        _caller.Log?.User = item.Username;
        try
        {
            await (journal?.SettleAsync(item.UserPoolId, users, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            if (await FinishedBeforeAsync(item, cancellationToken).ConfigureAwait(false) is { } finished)
            {
                return await _followUp.RunAsync(item, finished, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem)
        {
            // Not written: the item's own intent may be among those that are open, or it is finished and only could not be read.
            return new UnlinkReport(item.ToResult() with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem);
        }

        var watch = Stopwatch.StartNew();
        using var attempt = new UnlinkAttempt(users, options, journal, item);
        UnlinkReport report;
        try
        {
            report = await UnlinkAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem)
        {
            var (attempts, throttled) = problem is CognitoException { Operation: "AdminDisableProviderForUser" } refused ? (refused.Attempts, refused.Throttled) : (0, 0);
            report = new UnlinkReport(attempt.Result with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Attempts = attempts, Throttled = throttled }, problem);
        }
        catch (UncertainException uncertain)
        {
            attempt.NoteChange();
            report = new UnlinkReport(attempt.Result with { Outcome = UnlinkOutcome.Failed, Reason = uncertain.Message }, uncertain.Problem) { IsUncertain = true };
        }

        report = report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
        return report.IsUncertain || attempt.IsFinishedBefore ? report : await report.WrittenAsync(() => journal?.OutcomeAsync(report.Result, report.Error) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>The report of an item whose request was not answered when the run was stopped.</summary>
    /// <param name="item">The item.</param>
    public static UnlinkReport Unanswered(UnlinkItem item) => Unanswered(item.ToResult());

    private static UnlinkReport Unanswered(UnlinkResult result)
    {
        var problem = CognitoException.Unanswered("AdminDisableProviderForUser");
        return new UnlinkReport(result with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem) { IsUncertain = true };
    }

    // The journal does not know what others did since. With Verify, a read decides; if linked again, or if the name is now another user's, the item is
    // handled like any other.
    private async Task<UnlinkResult?> FinishedBeforeAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        var finished = journal?.FinishedBefore(item);
        if (finished is null || !options.Verify || item.Username is null || item.IsNative)
        {
            return finished;
        }

        var user = await users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        return item.Of(user).IsLinkedTo(user) || journal!.FinishedBefore(item, user) is not { } verified ? null : verified with { Verified = true };
    }

    private async Task<UnlinkReport> UnlinkAsync(UnlinkAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            var result = await SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (attempt.IsFinishedBefore)
            {
                return await _followUp.RunAsync(attempt.Item, result, cancellationToken).ConfigureAwait(false);
            }

            return attempt.Ended is { Error: not null } ended
                ? ended
                : await _followUp.RunAsync(attempt, result, cancellationToken).ConfigureAwait(false);
        }
        catch (WithoutEffectException) when (attempt.IsIntentWritten)
        {
            await (journal?.OutcomeAsync(attempt.Result with { Outcome = UnlinkOutcome.Failed, Reason = "The run was stopped before this was done." }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (attempt.IsIntentWritten)
        {
            attempt.NoteChange();
            return Unanswered(attempt.Result);
        }
    }

    private async Task<UnlinkResult> SendAsync(UnlinkAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            var (requestId, attempts, throttled, isSent) = await _caller.CallForChangeAsync(
                QuotaCategory.UserUpdate,
                attempt.PrepareAsync,
                (gateway, cancellation) => gateway.AdminDisableProviderForUserAsync(attempt.Item.UserPoolId, attempt.Item.Target, cancellation),
                cancellationToken).ConfigureAwait(false);
            return isSent
                ? attempt.Result with { Outcome = UnlinkOutcome.Unlinked, RequestId = requestId, Attempts = attempts, Throttled = throttled }
                : attempt.Ended!.Result with { Attempts = attempts, Throttled = throttled };
        }
        catch (CognitoException problem) when (NotLinked.IsSaidBy(problem) && (attempt.Check is not null || !problem.MayHaveTakenEffect))
        {
            return attempt.Check is { } check
                ? await SettleNotLinkedAsync(attempt, check, attempt.Result with { Attempts = problem.Attempts, Throttled = problem.Throttled }, problem, cancellationToken).ConfigureAwait(false)
                : throw NotLinked.Error(attempt.Item, problem);
        }
        catch (CognitoException problem) when (attempt.Item.IsNative && LinkCheck.Decides(problem))
        {
            throw UncertainException.OfPassword(problem);
        }
        catch (CognitoException problem) when (attempt.Item.Username is null && NotLinked.IsSaidBy(problem))
        {
            throw UncertainException.OfNobody(problem);
        }
        catch (CognitoException problem) when (attempt.Check is { } check && LinkCheck.Decides(problem))
        {
            if (!await check.WasCarriedOutAsync(problem, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            return DoneDespite(attempt.Result with { Attempts = problem.Attempts, Throttled = problem.Throttled }, problem);
        }
    }

    private async Task<UnlinkResult> SettleNotLinkedAsync(UnlinkAttempt attempt, LinkCheck check, UnlinkResult result, CognitoException problem, CancellationToken cancellationToken)
    {
        bool isStillLinked;
        try
        {
            isStillLinked = !await check.WasCarriedOutAsync(problem, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!problem.MayHaveTakenEffect)
        {
            throw new WithoutEffectException(cancellationToken);
        }

        if (!isStillLinked)
        {
            return problem.MayHaveTakenEffect
                ? DoneDespite(result, problem)
                : result with { Outcome = UnlinkOutcome.AlreadyUnlinked, Verified = true, Reason = "The user no longer has this identity." };
        }

        var item = attempt.Item;
        if (!item.MayTryMappedAttributes || attempt.IsOwnIdentity || item.Target.ProviderAttributeName != ProviderUser.CognitoSubject)
        {
            throw NotLinked.Error(item, problem);
        }

        var found = await new LinkedAttributeSearch(_caller, attempt).UnlinkAsync(check, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return attempt.Ended?.Result ?? throw NotLinked.Error(item, problem);
        }

        return result with
        {
            Outcome = UnlinkOutcome.Unlinked,
            ProviderAttributeName = found.AttributeName,
            RequestId = found.RequestId,
            Attempts = result.Attempts + found.Attempts,
            Throttled = result.Throttled + found.Throttled,
            Reason = $"The person never signed in through this link; it was made with the attribute '{found.AttributeName}'.",
        };
    }

    /// <summary>The result for an identity that a read shows gone, although the change failed.</summary>
    internal static UnlinkResult DoneDespite(UnlinkResult result, CognitoException problem) => result with
    {
        Outcome = UnlinkOutcome.Unlinked,
        Verified = true,
        Reason = problem.MayHaveBeenCarriedOut
            ? "An earlier attempt, which got no answer, had already done it."
            : $"The identity is gone, although the service answered: {problem.Message}",
    };
}
