using System.Diagnostics;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Linking;

/// <summary>
/// Links identities to users one by one: the undo of an unlink. Safe for many in flight, as long as identities of one user go
/// one after another.
/// </summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="journal">Where intents and outcomes are written; null for nowhere.</param>
public sealed class Linker(ServiceCaller caller, LinkJournal? journal = null)
{
    private readonly UserReader _users = new(caller);

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
        return EndedBefore(item, judgement) ?? new LinkReport(item.ToResult() with { Outcome = LinkOutcome.WouldLink, Timestamp = DateTime.UtcNow }, null);
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
            await (journal?.SettleAsync(item.UserPoolId, _users, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (CognitoException problem)
        {
            // Not written: the item's own intent may be among those that are open.
            return Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, problem);
        }

        if (journal?.FinishedBefore(item) is { } finished)
        {
            return new LinkReport(finished, null);
        }

        var watch = Stopwatch.StartNew();
        LinkReport report;
        try
        {
            // The journal knows users by their real name, so from here on the item bears it, whatever happens next.
            var alias = item.Username;
            (item, var user, var judgement) = await JudgeAsync(item, cancellationToken).ConfigureAwait(false);
            if (item.Username != alias && judgement.Outcome == LinkOutcome.AlreadyLinked && journal?.FinishedBefore(item) is { } linked)
            {
                return new LinkReport(linked with { Verified = true }, null);
            }

            report = EndedBefore(item, judgement) ?? await SendAsync(item, user!, judgement.Destination!, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem) when (problem is CognitoException || problem.Scope != FailureScope.Run)
        {
            report = new LinkReport(item.ToResult() with { Outcome = LinkOutcome.Failed, Reason = problem.Message }, problem);
        }

        report = report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
        return report.IsUncertain ? report : await WithOutcomeWrittenAsync(report).ConfigureAwait(false);
    }

    private async Task<(LinkItem Item, CognitoUser? User, LinkJudgement Judgement)> JudgeAsync(LinkItem item, CancellationToken cancellationToken)
    {
        try
        {
            // An alias becomes the username, which is what a native user is named by.
            var user = await _users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
            return (item with { Username = user.Username }, user, LinkGuard.Judge(item, user));
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return (item, null, new LinkJudgement(LinkOutcome.NotPossible, LinkRefusal.UserGone, null));
        }
    }

    private static LinkReport? EndedBefore(LinkItem item, LinkJudgement judgement) => judgement.Outcome switch
    {
        null => null,
        LinkOutcome.NotPossible => NotPossible(item, item.ToResult(), judgement.Reason!, null),
        { } outcome => new LinkReport(item.ToResult() with { Outcome = outcome, Verified = true, Reason = judgement.Reason }, null),
    };

    private async Task<LinkReport> SendAsync(LinkItem item, CognitoUser user, ProviderUser destination, CancellationToken cancellationToken)
    {
        await (journal?.IntentAsync(item, user) ?? Task.CompletedTask).ConfigureAwait(false);
        CognitoException? refusal = null;
        var result = item.ToResult();
        try
        {
            var (requestId, attempts, throttled) = await caller.CallForChangeAsync(
                QuotaCategory.UserUpdate,
                (gateway, cancellation) => gateway.AdminLinkProviderForUserAsync(item.UserPoolId, destination, item.Source, cancellation),
                cancellationToken).ConfigureAwait(false);
            result = result with { RequestId = requestId, Attempts = attempts, Throttled = throttled };
        }
        catch (WithoutEffectException)
        {
            await (journal?.OutcomeAsync(result with { Outcome = LinkOutcome.Failed, Reason = "The run was stopped before this was done." }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException)
        {
            return Unanswered(item);
        }
        catch (CognitoException problem)
        {
            refusal = problem;
            result = result with { Attempts = problem.Attempts, Throttled = problem.Throttled };
        }

        try
        {
            return await ReadBackAsync(item, result, refusal, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Unanswered(item);
        }
    }

    /// <summary>The report of an item about which a request was sent and not settled when the run was stopped.</summary>
    /// <param name="item">The item.</param>
    public static LinkReport Unanswered(LinkItem item)
    {
        var problem = CognitoException.Unanswered("AdminLinkProviderForUser");
        return Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, problem) with { IsUncertain = true };
    }

    // The service reports errors for links that it made, so only a read counts. https://github.com/aws/aws-sdk-js-v3/issues/5281
    private async Task<LinkReport> ReadBackAsync(LinkItem item, LinkResult result, CognitoException? refusal, CancellationToken cancellationToken)
    {
        CognitoUser user;
        try
        {
            user = await _users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind != CognitoErrorKind.UserNotFound)
        {
            var answer = refusal is null ? "The service accepted the link" : $"The service answered '{refusal.Message}'";
            return Failed(result, problem.Saying($"{answer}, but whether it was made is not known, since the user could not be read back: {problem.Message}")) with { IsUncertain = true };
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

    // The intent is in the journal, so a resumed run will settle what could not be written; this one must go no further.
    private async Task<LinkReport> WithOutcomeWrittenAsync(LinkReport report)
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

    private static LinkReport NotPossible(LinkItem item, LinkResult result, string reason, CognitoException? problem) => new(
        result with { Outcome = LinkOutcome.NotPossible, Reason = reason },
        new UnlinkException(ErrorId.LinkNotPossible, $"{Name(item)} cannot be linked to user '{item.Username}'. {reason}", problem));

    private static LinkReport Failed(LinkResult result, CognitoUnlinkException problem) =>
        new(result with { Outcome = LinkOutcome.Failed, Reason = problem.Message }, problem);

    private static UnlinkException NotShown(LinkItem item) => new(
        ErrorId.LinkNotShown,
        $"The service accepted the link of {Name(item)} to user '{item.Username}', but the user does not show it.");

    private static string Name(LinkItem item) => $"{item.Source.ProviderName} '{item.Source.ProviderAttributeValue}'";
}
