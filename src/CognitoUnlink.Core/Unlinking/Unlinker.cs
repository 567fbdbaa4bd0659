using System.Diagnostics;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Unlinks identities one by one: reads the user, asks the guards, sends the request, and believes a read more than an
/// answer. Safe for many in flight; identities of one user are held to go one after another, by whatever name each calls the user.
/// </summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="options">How to unlink.</param>
/// <param name="journal">Where intents and outcomes are written; null for nowhere.</param>
public sealed class Unlinker(ServiceCaller caller, UnlinkOptions options, UnlinkJournal? journal = null)
{
    private readonly UserReader _users = new(caller);
    private readonly LinkedAttributeSearch _search = new(caller, journal);
    private readonly UnlinkFollowUp _followUp = new(caller, options);
    private readonly KeyedLock<(string UserPoolId, string Username)> _usersInHand = new();

    /// <summary>Unlinks one identity. Item failures are reported, not thrown.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Ends it. A request that was sent is given a moment to be answered; its outcome is then returned, unverified.</param>
    /// <exception cref="UnlinkException">The journal cannot be written; nothing was sent that is not in it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a request was sent.</exception>
    public async Task<UnlinkReport> UnlinkAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        caller.Log?.User = item.Username;
        try
        {
            await (journal?.SettleAsync(item.UserPoolId, _users, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            if (await FinishedBeforeAsync(item, cancellationToken).ConfigureAwait(false) is { } finished)
            {
                return new UnlinkReport(finished, null);
            }
        }
        catch (CognitoUnlinkException problem) when (problem is CognitoException || problem.Scope != FailureScope.Run)
        {
            // Not written: the item's own intent may be among those that are open, or it is finished and only could not be read.
            return new UnlinkReport(item.ToResult() with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem);
        }

        var watch = Stopwatch.StartNew();
        UnlinkReport report;
        try
        {
            if (item.Username is null)
            {
                report = await UnlinkAsync(item, null, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                // The journal knows users by their real name, so from here on the item bears it, whatever happens next.
                var (user, hold) = await HoldAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
                using (hold)
                {
                    var isAlias = user.Username != item.Username;
                    item = item.Of(user);
                    if (isAlias && journal?.FinishedBefore(item) is { } finished && !IsLinked(item, user))
                    {
                        return new UnlinkReport(finished with { Verified = item.IsNative ? null : true }, null);
                    }

                    report = await UnlinkAsync(item, user, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (CognitoUnlinkException problem) when (problem is CognitoException || problem.Scope != FailureScope.Run)
        {
            var (attempts, throttled) = problem is CognitoException { Operation: "AdminDisableProviderForUser" } refused ? (refused.Attempts, refused.Throttled) : (0, 0);
            report = new UnlinkReport(item.ToResult() with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Attempts = attempts, Throttled = throttled }, problem);
        }
        catch (UncertainException uncertain)
        {
            report = new UnlinkReport(item.ToResult() with { Outcome = UnlinkOutcome.Failed, Reason = uncertain.Message }, uncertain.Problem) { IsUncertain = true };
        }

        report = report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
        return report.IsUncertain ? report : await WithOutcomeWrittenAsync(report).ConfigureAwait(false);
    }

    // The journal knows nothing of what others did since. Who asks to verify is told what the user shows; linked again, it is to be done like any other.
    private async Task<UnlinkResult?> FinishedBeforeAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        var finished = journal?.FinishedBefore(item);
        if (finished is null || !options.Verify || item.Username is null || item.IsNative)
        {
            return finished;
        }

        var user = await _users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        return IsLinked(item.Of(user), user) ? null : finished with { Verified = true };
    }

    private static bool IsLinked(UnlinkItem item, CognitoUser user) =>
        !item.IsNative && IdentitiesReader.Has(user, item.Target.ProviderName, item.Target.ProviderAttributeValue);

    // Where an alias was given, another item may be at work on the user by another name: the user is read again under the real one.
    private async Task<(CognitoUser User, IDisposable Hold)> HoldAsync(string userPoolId, string name, CancellationToken cancellationToken)
    {
        for (var isAlias = false; ; isAlias = true)
        {
            var hold = await _usersInHand.TakeAsync((userPoolId, name), cancellationToken).ConfigureAwait(false);
            try
            {
                var user = await _users.GetUserAsync(userPoolId, name, cancellationToken).ConfigureAwait(false);
                if (user.Username == name || isAlias)
                {
                    return (user, hold);
                }

                name = user.Username;
            }
            catch
            {
                hold.Dispose();
                throw;
            }

            hold.Dispose();
        }
    }

    // The intent is in the journal, so a resumed run will settle what could not be written; this one must go no further.
    private async Task<UnlinkReport> WithOutcomeWrittenAsync(UnlinkReport report)
    {
        try
        {
            await (journal?.OutcomeAsync(report.Result, report.Error) ?? Task.CompletedTask).ConfigureAwait(false);
            return report;
        }
        catch (UnlinkException problem)
        {
            return report with { Error = problem };
        }
    }

    private async Task<UnlinkReport> UnlinkAsync(UnlinkItem item, CognitoUser? user, CancellationToken cancellationToken)
    {
        var judgement = UnlinkGuard.Judge(item, user, options.AllowLockout, []);
        var result = judgement.ResultOf(item);
        if (judgement.Outcome is not null)
        {
            return judgement.Error is null
                ? await _followUp.RunAsync(item, null, result with { Verified = true }, mustVerify: false, cancellationToken).ConfigureAwait(false)
                : new UnlinkReport(result, judgement.Error);
        }

        await (journal?.IntentAsync(item, user) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            return await SendAsync(item, user, judgement, result, cancellationToken).ConfigureAwait(false);
        }
        catch (WithoutEffectException)
        {
            await (journal?.OutcomeAsync(result with { Outcome = UnlinkOutcome.Failed, Reason = "The run was stopped before this was done." }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException)
        {
            return Unanswered(item with { ProviderType = result.ProviderType });
        }
    }

    /// <summary>The report of an item whose request had brought no answer when the run was stopped.</summary>
    /// <param name="item">The item.</param>
    public static UnlinkReport Unanswered(UnlinkItem item)
    {
        var problem = CognitoException.Unanswered("AdminDisableProviderForUser");
        return new UnlinkReport(item.ToResult() with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Timestamp = DateTime.UtcNow }, problem) { IsUncertain = true };
    }

    private async Task<UnlinkReport> SendAsync(UnlinkItem item, CognitoUser? user, UnlinkJudgement judgement, UnlinkResult result, CancellationToken cancellationToken)
    {
        var check = user is null || item.IsNative ? null : new LinkCheck(_users, item, user);
        try
        {
            var (requestId, attempts, throttled) = await caller.CallForChangeAsync(
                QuotaCategory.UserUpdate,
                (gateway, cancellation) => gateway.AdminDisableProviderForUserAsync(item.UserPoolId, item.Target, cancellation),
                cancellationToken).ConfigureAwait(false);
            result = result with { Outcome = UnlinkOutcome.Unlinked, RequestId = requestId, Attempts = attempts, Throttled = throttled };
        }
        catch (CognitoException problem) when (NotLinked.IsSaidBy(problem) && check is not null)
        {
            result = await SettleNotLinkedAsync(
                item with { MayTryMappedAttributes = item.MayTryMappedAttributes && !judgement.IsOwnIdentity },
                check,
                result with { Attempts = problem.Attempts, Throttled = problem.Throttled },
                problem,
                cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (NotLinked.IsSaidBy(problem))
        {
            throw NotLinked.Error(item, problem);
        }
        catch (CognitoException problem) when (check is not null && problem.MayHaveBeenCarriedOut)
        {
            if (!await check.WasCarriedOutAsync(problem, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            result = DoneUnanswered(result with { Attempts = problem.Attempts, Throttled = problem.Throttled });
        }

        return await _followUp.RunAsync(item, check, result, options.Verify || judgement.IsOwnIdentity || MayHitAnotherUser(result), cancellationToken).ConfigureAwait(false);
    }

    private async Task<UnlinkResult> SettleNotLinkedAsync(UnlinkItem item, LinkCheck check, UnlinkResult result, CognitoException problem, CancellationToken cancellationToken)
    {
        if (await check.WasCarriedOutAsync(problem, cancellationToken).ConfigureAwait(false))
        {
            return DoneUnanswered(result);
        }

        bool isStillLinked;
        try
        {
            isStillLinked = problem.MayHaveTakenEffect || await check.IsStillLinkedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new WithoutEffectException(cancellationToken);
        }

        if (!isStillLinked)
        {
            return result with { Outcome = UnlinkOutcome.AlreadyUnlinked, Verified = true, Reason = "The user no longer has this identity." };
        }

        if (!item.MayTryMappedAttributes || item.Target.ProviderAttributeName != ProviderUser.CognitoSubject)
        {
            throw NotLinked.Error(item, problem);
        }

        var found = await _search.UnlinkAsync(item, check, cancellationToken).ConfigureAwait(false) ?? throw NotLinked.Error(item, problem);
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

    private static UnlinkResult DoneUnanswered(UnlinkResult result) =>
        result with { Outcome = UnlinkOutcome.Unlinked, Verified = true, Reason = "An attempt that brought no answer had done it." };

    // One user's link by an attribute and another's by subject can show the same value, and the request names no user. Social
    // identities are linked by subject only; but a profile's own one names the same as somebody's link made after it.
    private static bool MayHitAnotherUser(UnlinkResult result) => !Enum.GetNames<SocialProvider>().Contains(result.ProviderType);
}
