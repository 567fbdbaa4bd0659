using System.Diagnostics;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Unlinks identities one by one: reads the user, asks the guards, sends the request, and believes a read more than an
/// answer. Safe for many in flight, as long as identities of one user go one after another.
/// </summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="options">How to unlink.</param>
public sealed class Unlinker(ServiceCaller caller, UnlinkOptions options)
{
    private readonly UserReader _users = new(caller);
    private readonly LinkedAttributeSearch _search = new(caller);

    /// <summary>Unlinks one identity. Item failures are reported, not thrown.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Ends it. A request already sent is given a moment to end; its outcome is then returned, unverified.</param>
    public async Task<UnlinkReport> UnlinkAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var result = new UnlinkResult
        {
            UserPoolId = item.UserPoolId,
            Username = item.Username,
            ProviderName = item.Target.ProviderName,
            ProviderType = item.ProviderType,
            ProviderAttributeName = item.Target.ProviderAttributeName,
            ProviderAttributeValue = item.Target.ProviderAttributeValue,
        };
        UnlinkReport report;
        try
        {
            report = await UnlinkAsync(item, result, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is CognitoException or UnlinkException)
        {
            var attempts = problem is CognitoException { Operation: "AdminDisableProviderForUser" } refused ? refused.Attempts : 0;
            report = new UnlinkReport(result with { Outcome = UnlinkOutcome.Failed, Reason = problem.Message, Attempts = attempts }, problem);
        }

        return report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
    }

    private async Task<UnlinkReport> UnlinkAsync(UnlinkItem item, UnlinkResult result, CancellationToken cancellationToken)
    {
        var user = item.Username is null ? null : await _users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
        if (user is not null)
        {
            item = item.Of(user);
            result = result with { Username = item.Username, ProviderAttributeValue = item.Target.ProviderAttributeValue };
        }

        var judgement = UnlinkGuard.Judge(item, user, options.AllowLockout, []);
        result = result with { SignInAfterUnlink = judgement.SignInAfterUnlink, ProviderType = judgement.ProviderType };
        if (judgement.Outcome is { } outcome)
        {
            result = result with { Outcome = outcome, Reason = judgement.Reason };
            return judgement.Error is null
                ? await FinishAsync(item, result with { Verified = true }, cancellationToken).ConfigureAwait(false)
                : new UnlinkReport(result, judgement.Error);
        }

        try
        {
            var (requestId, attempts) = await DisableAsync(item.UserPoolId, item.Target, cancellationToken).ConfigureAwait(false);
            result = result with { Outcome = UnlinkOutcome.Unlinked, RequestId = requestId, Attempts = attempts };
        }
        catch (CognitoException problem) when (NotLinked.IsSaidBy(problem))
        {
            result = await SettleNotLinkedAsync(item, result with { Attempts = problem.Attempts }, judgement.IsOwnIdentity, problem, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await FinishAsync(item, result, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What was done must not be lost with what was to follow.
            return new UnlinkReport(result with { Reason = "Stopped before the user was verified or signed out." }, null);
        }
    }

    private async Task<UnlinkResult> SettleNotLinkedAsync(UnlinkItem item, UnlinkResult result, bool isOwnIdentity, CognitoException problem, CancellationToken cancellationToken)
    {
        if (item.Username is null)
        {
            throw NotLinked.Error(item, problem);
        }

        if (!await StillHasAsync(item, cancellationToken).ConfigureAwait(false))
        {
            return problem.MayHaveTakenEffect
                ? result with { Outcome = UnlinkOutcome.Unlinked, Verified = true, Reason = "An attempt that brought no answer had done it." }
                : result with { Outcome = UnlinkOutcome.AlreadyUnlinked, Verified = true, Reason = "The user no longer has this identity." };
        }

        if (isOwnIdentity || !item.MayTryMappedAttributes || item.Target.ProviderAttributeName != ProviderUser.CognitoSubject)
        {
            throw NotLinked.Error(item, problem);
        }

        var found = await _search.UnlinkAsync(item, () => StillHasAsync(item, cancellationToken), cancellationToken).ConfigureAwait(false) ?? throw NotLinked.Error(item, problem);
        if (await StillHasAsync(item, cancellationToken).ConfigureAwait(false))
        {
            throw StillLinked(item);
        }

        return result with
        {
            Outcome = UnlinkOutcome.Unlinked,
            ProviderAttributeName = found.AttributeName,
            RequestId = found.RequestId,
            Attempts = result.Attempts + found.Attempts,
            Verified = true,
            Reason = $"The person never signed in through this link; it was made with the attribute '{found.AttributeName}'.",
        };
    }

    private async Task<UnlinkReport> FinishAsync(UnlinkItem item, UnlinkResult result, CancellationToken cancellationToken)
    {
        if (item.Username is null)
        {
            return new UnlinkReport(result, null);
        }

        if (options.Verify && !item.IsNative && result.Verified is null)
        {
            if (await StillHasAsync(item, cancellationToken).ConfigureAwait(false))
            {
                var error = StillLinked(item);
                return new UnlinkReport(result with { Outcome = UnlinkOutcome.Failed, Verified = false, Reason = error.Message }, error);
            }

            result = result with { Verified = true };
        }

        return options.SignOut ? await SignOutAsync(item, result, cancellationToken).ConfigureAwait(false) : new UnlinkReport(result, null);
    }

    private async Task<UnlinkReport> SignOutAsync(UnlinkItem item, UnlinkResult result, CancellationToken cancellationToken)
    {
        try
        {
            await caller.CallAsync((gateway, cancellation) => gateway.AdminUserGlobalSignOutAsync(item.UserPoolId, item.Username!, cancellation), cancellationToken).ConfigureAwait(false);
            return new UnlinkReport(result with { SignedOut = true }, null);
        }
        catch (CognitoException problem)
        {
            var error = new UnlinkException(
                ErrorId.SignOutFailed,
                $"The identity is unlinked, but user '{item.Username}' is not signed out: {problem.Message}",
                problem);
            return new UnlinkReport(result with { SignedOut = false, Reason = error.Message }, error);
        }
    }

    private async Task<bool> StillHasAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        var user = await _users.GetUserAsync(item.UserPoolId, item.Username!, cancellationToken).ConfigureAwait(false);
        return IdentitiesReader.Read(user).Any(entry => entry.Is(item.Target.ProviderName, item.Target.ProviderAttributeValue));
    }

    private Task<(string? RequestId, int Attempts)> DisableAsync(string userPoolId, ProviderUser target, CancellationToken cancellationToken) =>
        caller.CallForChangeAsync((gateway, cancellation) => gateway.AdminDisableProviderForUserAsync(userPoolId, target, cancellation), cancellationToken);

    private static UnlinkException StillLinked(UnlinkItem item) => new(
        ErrorId.IdentityStillLinked,
        $"The service reported success, but user '{item.Username}' still has {item.Target.ProviderName} '{item.Target.ProviderAttributeValue}'.");
}
