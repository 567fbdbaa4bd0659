using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Follows up an unlink: reads the user back, gives a stranded user the identity again, signs out. The identity is already unlinked: a failure
/// here must never turn that result into a failure.
/// </summary>
/// <param name="users">Reads users and makes the calls.</param>
/// <param name="options">How to unlink.</param>
/// <param name="journal">Where a repair, and the sign-out of a finished item, is written; null for no journal.</param>
internal sealed class UnlinkFollowUp(UserReader users, UnlinkOptions options, UnlinkJournal? journal)
{
    /// <summary>Reads back, repairs and signs out.</summary>
    /// <param name="attempt">The unlink.</param>
    /// <param name="result">Its result.</param>
    /// <param name="cancellationToken">Cancels the operation; what was done is returned.</param>
    public async Task<UnlinkReport> RunAsync(UnlinkAttempt attempt, UnlinkResult result, CancellationToken cancellationToken)
    {
        try
        {
            if (result.Outcome == UnlinkOutcome.Unlinked)
            {
                attempt.NoteChange();
                var report = await CheckAsync(attempt, result, cancellationToken).ConfigureAwait(false);
                if (report.Error is not null)
                {
                    return report;
                }

                result = report.Result;
            }

            return options.SignOut && attempt.Item.Username is not null
                ? await SignOutAsync(attempt.Item, result, cancellationToken).ConfigureAwait(false)
                : new UnlinkReport(result, null);
        }
        catch (OperationCanceledException)
        {
            return new UnlinkReport(Because(result, "Stopped before the user was verified or signed out."), null);
        }
    }

    /// <summary>Does what is left for an item that an earlier run unlinked.</summary>
    /// <param name="item">The item.</param>
    /// <param name="finished">The result in the journal.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<UnlinkReport> RunAsync(UnlinkItem item, UnlinkResult finished, CancellationToken cancellationToken)
    {
        if (!options.SignOut || item.Username is null || finished.SignedOut == true)
        {
            return new UnlinkReport(finished, null);
        }

        try
        {
            // The journal knows only a name, which may be another user's by now.
            if (finished.Sub is null)
            {
                var user = await users.GetUserAsync(item.UserPoolId, item.Username, cancellationToken).ConfigureAwait(false);
                if (journal?.FinishedBefore(item, user) is not { } same)
                {
                    return new UnlinkReport(finished with { Reason = $"{UnlinkJournal.ByEarlierRun} Another user has that username now (a different sub) and was not signed out." }, null);
                }

                finished = same;
            }
        }
        catch (CognitoException problem)
        {
            return Unless(problem, NotSignedOut(item, finished, problem));
        }

        var report = await SignOutAsync(item, finished, cancellationToken).ConfigureAwait(false);

        // So that the next run does not sign them out again.
        return report.Error is null
            ? await report.WrittenAsync(() => journal?.OutcomeAsync(report.Result) ?? Task.CompletedTask).ConfigureAwait(false)
            : Unless(report.Error.InnerException, report);

        // A user who was deleted since has no tokens.
        UnlinkReport Unless(Exception? problem, UnlinkReport otherwise) =>
            problem is CognitoException { Kind: CognitoErrorKind.UserNotFound } ? new UnlinkReport(finished, null) : otherwise;
    }

    private async Task<UnlinkReport> CheckAsync(UnlinkAttempt attempt, UnlinkResult result, CancellationToken cancellationToken)
    {
        try
        {
            if (await ReadBackAsync(attempt, result, cancellationToken).ConfigureAwait(false) is not { } user)
            {
                return new UnlinkReport(result, null);
            }

            if (attempt.Check?.IsLinked(user) == true)
            {
                var error = StillLinked(result);
                return new UnlinkReport(result with { Outcome = UnlinkOutcome.Failed, Verified = false, Reason = error.Message }, error);
            }

            result = attempt.Check is null ? result : result with { Verified = true };
            var (signIn, recovery, isStranded) = await attempt.SignInOfAsync(user, cancellationToken).ConfigureAwait(false);
            return isStranded
                ? await EndStrandedAsync(attempt, user, result with { SignInAfterUnlink = signIn, Recovery = recovery }, cancellationToken).ConfigureAwait(false)
                : new UnlinkReport(result, null);
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem)
        {
            return new UnlinkReport(Because(result, $"The service accepted the request, but the user could not be read back: {problem.Message}"), null);
        }
    }

    /// <summary>The user as read after the change; null if no read is needed.</summary>
    private async Task<CognitoUser?> ReadBackAsync(UnlinkAttempt attempt, UnlinkResult result, CancellationToken cancellationToken)
    {
        // Another process may have removed the other identity at the same time.
        var isToRead = options.Verify || options.Repair || attempt.IsUserChanged || (result.SignInAfterUnlink == SignInAfterUnlink.Federated && !options.AllowLockout);
        if (attempt.Check is not { } check)
        {
            return attempt.Item.Username is { } name && isToRead ? await attempt.ReadAsync(name, cancellationToken).ConfigureAwait(false) : null;
        }

        // If an answer had to be checked, the user was already read.
        return check.After is { } user && !check.IsLinked(user) ? user
            : isToRead || attempt.IsOwnIdentity || MayHitAnotherUser(result) ? await check.ReadAsync(cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<UnlinkReport> EndStrandedAsync(UnlinkAttempt unlink, CognitoUser user, UnlinkResult result, CancellationToken cancellationToken)
    {
        var stranded = WithoutWayIn(result, "now has");
        if (!options.Repair || unlink.Item.IsNative)
        {
            return Stranded(result, stranded);
        }

        if (user.Sub is null || user.Sub != result.Sub)
        {
            return Stranded(result, $"{stranded} It was not linked again, because this username may now belong to someone else.");
        }

        var written = await Stranded(result, stranded).WrittenAsync(() => journal?.OutcomeAsync(result, new UnlinkException(ErrorId.Stranded, stranded), isFinal: false) ?? Task.CompletedTask).ConfigureAwait(false);
        if (written.Error?.ErrorId != ErrorId.Stranded)
        {
            return written;
        }

        using var attempt = new LinkAttempt(users, journal, RepairOf(result), isHeldBefore: true);
        LinkReport repair;
        try
        {
            repair = await new LinkChange(users, journal).RunAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Stranded(result, $"{stranded} The run was stopped before it could be linked again.");
        }

        return repair switch
        {
            { Error: { IsOfItem: false } notWritten } => Stranded(result, stranded) with { Error = notWritten },
            { Result.Outcome: LinkOutcome.Linked or LinkOutcome.AlreadyLinked } => Stranded(
                result with { Outcome = UnlinkOutcome.Failed, SignInAfterUnlink = SignInAfterUnlink.Federated, Verified = false }, $"{WithoutWayIn(result, "then had")} The identity has been linked again."),
            _ => Stranded(result, $"{stranded} Linking it again failed: {repair.Result.Reason}") with { IsUncertain = repair.IsUncertain },
        };
    }

    private static LinkItem RepairOf(UnlinkResult result) => new()
    {
        UserPoolId = result.UserPoolId,
        Username = result.Username!,
        Source = new ProviderUser(result.ProviderName, result.ProviderAttributeName, result.ProviderAttributeValue),
        ProviderType = result.ProviderType,
        SeenOnSub = result.Sub,
    };

    private async Task<UnlinkReport> SignOutAsync(UnlinkItem item, UnlinkResult result, CancellationToken cancellationToken)
    {
        try
        {
            await users.Caller.CallAsync(QuotaCategory.UserUpdate, (gateway, cancellation) => gateway.AdminUserGlobalSignOutAsync(item.UserPoolId, item.Username!, cancellation), cancellationToken).ConfigureAwait(false);
            return new UnlinkReport(result with { SignedOut = true }, null);
        }
        catch (CognitoException problem)
        {
            return NotSignedOut(item, result, problem);
        }
    }

    private static UnlinkReport NotSignedOut(UnlinkItem item, UnlinkResult result, CognitoException problem)
    {
        var error = new UnlinkException(
            ErrorId.SignOutFailed,
            $"The identity is unlinked, but user '{item.Username}' is not signed out: {problem.Message}",
            problem);
        return new UnlinkReport(Because(result, error.Message) with { SignedOut = false }, error);
    }

    private static UnlinkResult Because(UnlinkResult result, string reason) => result with { Reason = result.Reason is null ? reason : $"{result.Reason} {reason}" };

    private static UnlinkReport Stranded(UnlinkResult result, string message) =>
        new(result with { Reason = message }, new UnlinkException(ErrorId.Stranded, message));

    private static string WithoutWayIn(UnlinkResult result, string had) =>
        $"{What(result)} was unlinked. User '{result.Username}' {had} {(result.SignInAfterUnlink == SignInAfterUnlink.None ? "no way to sign in" : "only a password that they may not know and cannot reset")}, because another change removed their other ways in at the same time.";

    private static UnlinkException StillLinked(UnlinkResult result) => new(
        ErrorId.IdentityStillLinked,
        $"The service accepted the request for {result.ProviderName}, {result.ProviderAttributeName} '{result.ProviderAttributeValue}', but user '{result.Username}' still has the identity. Another user with the same value may have lost theirs.");

    private static string What(UnlinkResult result) =>
        result.ProviderName == ProviderUser.CognitoProvider ? "The password sign-in" : $"{result.ProviderName} '{result.ProviderAttributeValue}'";

    // One user's link by an attribute and another's by subject can show the same value, and the request names no user. Social
    // identities are linked by subject only; but a profile's own identity is named like somebody's link made after it.
    private static bool MayHitAnotherUser(UnlinkResult result) => !SocialProviders.IsType(result.ProviderType);
}
