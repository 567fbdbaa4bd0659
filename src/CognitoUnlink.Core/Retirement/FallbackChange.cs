using System.Diagnostics;
using System.Security.Cryptography;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Retirement;

/// <summary>Gives one user a password to reset: read, request, outcome.</summary>
/// <param name="users">Reads users and makes the calls.</param>
/// <param name="journal">Where intent and outcome are written; null for no journal.</param>
/// <param name="notify">The list of people to notify; null for none.</param>
internal sealed class FallbackChange(UserReader users, FallbackJournal? journal, NotifyFile? notify)
{
    private const string SetByEarlierRun = "An earlier run ended before the service answered; a read shows that the password was set.";

    /// <summary>The report of a change that was not answered before the run was stopped.</summary>
    public static FallbackReport Unanswered(FallbackItem item) =>
        Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, CognitoException.Unanswered("AdminSetUserPassword")) with { IsUncertain = true };

    public static FallbackReport Failed(FallbackResult result, CognitoUnlinkException problem) =>
        new(result with { Outcome = FallbackOutcome.Failed, Reason = problem.Message }, problem);

    /// <summary>Makes the change. Failures of the item are reported, not thrown.</summary>
    /// <exception cref="UnlinkException">The journal cannot be written; nothing was sent that is not in it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a request was sent.</exception>
    public async Task<FallbackReport> RunAsync(FallbackItem item, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var attempt = new Attempt(users, journal, item);
        FallbackReport report;
        try
        {
            // Judged by the listing, which costs nothing; a user who is to get a password, or may have got one from an earlier run, is read first.
            report = FallbackRule.Judge(item, item.Listed!, item.Settings!);
            var mayHaveBeenDone = journal?.OpenPasswords.Has(item.UserPoolId, item.Listed!) == true;
            if (mayHaveBeenDone || report.Result.Outcome == FallbackOutcome.WouldSetPassword)
            {
                report = await SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem)
        {
            report = Failed(attempt.Result, problem);
        }

        report = report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
        var written = journal is null || !(attempt.IsIntentWritten || attempt.IsSettled) || report.IsUncertain
            ? report
            : await report.WrittenAsync(() => journal.OutcomeAsync(report.Result, report.Error)).ConfigureAwait(false);
        return report.Result.Outcome == FallbackOutcome.PasswordSet ? Notified(written, attempt.User!) : written;
    }

    private async Task<FallbackReport> SendAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var item = attempt.Item;
        try
        {
            var (requestId, attempts, throttled, isSent) = await users.Caller.CallForChangeAsync(
                QuotaCategory.UserAccountRecovery,
                attempt.PrepareAsync,
                (gateway, cancellation) => gateway.AdminSetUserPasswordAsync(item.UserPoolId, attempt.User!.Username, RandomPassword.Create(), cancellation),
                cancellationToken).ConfigureAwait(false);
            attempt.Result = attempt.Result with { RequestId = requestId, Attempts = attempts, Throttled = throttled };
            if (isSent)
            {
                return Done(attempt);
            }

            // An earlier attempt without a clear answer has done it.
            return attempt.MayBeDone && attempt.Ended!.Result.Outcome == FallbackOutcome.NotNeeded
                ? Done(attempt)
                : attempt.Ended! with { Result = attempt.Ended!.Result with { Attempts = attempts, Throttled = throttled } };
        }
        catch (WithoutEffectException) when (attempt.IsIntentWritten)
        {
            await (journal?.OutcomeAsync(attempt.Result with { Outcome = FallbackOutcome.Failed, Reason = "The run was stopped before this was done." }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (attempt.IsIntentWritten)
        {
            return Unanswered(item);
        }
        catch (CognitoException problem) when (attempt.IsIntentWritten)
        {
            attempt.Result = attempt.Result with { Attempts = problem.Attempts, Throttled = problem.Throttled };
            return problem.MayHaveBeenCarriedOut ? await SettleAsync(attempt, problem, cancellationToken).ConfigureAwait(false) : Failed(attempt.Result, problem);
        }
    }

    // A user who had no way in and now has one has got the password.
    private async Task<FallbackReport> SettleAsync(Attempt attempt, CognitoException problem, CancellationToken cancellationToken)
    {
        try
        {
            var user = await users.GetUserAsync(attempt.Item.UserPoolId, attempt.Item.Listed!.Username, cancellationToken).ConfigureAwait(false);
            return FallbackRule.Judge(attempt.Item, user, attempt.Item.Settings!).Result.Outcome == FallbackOutcome.NotNeeded
                ? Done(attempt, $"The password was set, although the service answered: {problem.Message}")
                : Failed(attempt.Result, problem);
        }
        catch (Exception unread) when (unread is OperationCanceledException or CognitoUnlinkException { IsOfItem: true })
        {
            return Failed(attempt.Result, problem) with { IsUncertain = true };
        }
    }

    private static FallbackReport Done(Attempt attempt, string? reason = null) => new(attempt.Result with { Outcome = FallbackOutcome.PasswordSet, Reason = reason }, null);

    private FallbackReport Notified(FallbackReport report, CognitoUser user)
    {
        try
        {
            notify?.Add(user, report.Result.Recovery);
            return report;
        }
        catch (UnlinkException problem)
        {
            return new FallbackReport(report.Result with { Reason = problem.Message }, report.Error ?? problem);
        }
    }

    private sealed class Attempt(UserReader users, FallbackJournal? journal, FallbackItem item) : ChangeAttempt<FallbackReport>(users)
    {
        public FallbackItem Item => item;

        public CognitoUser? User { get; private set; }

        public bool MayBeDone { get; private set; }

        /// <summary>Whether the read showed the outcome of an earlier run's request.</summary>
        public bool IsSettled { get; private set; }

        public FallbackResult Result { get; set; } = item.ToResult();

        public override async Task<bool> PrepareAsync(CognitoException? before, CancellationToken cancellationToken)
        {
            MayBeDone |= before?.MayHaveBeenCarriedOut == true;
            User = IsHeld
                ? await Users.GetUserAsync(item.UserPoolId, item.Listed!.Username, cancellationToken).ConfigureAwait(false)
                : await HoldAsync(item.UserPoolId, item.Listed!.Username, cancellationToken).ConfigureAwait(false);
            var judgement = FallbackRule.Judge(item, User, item.Settings!);
            if (journal?.OpenPasswords.Take(item.UserPoolId, User) == true)
            {
                var isSet = FallbackRule.HasPasswordToReset(User, item.Settings!);
                IsSettled = isSet || judgement.Result.Outcome == FallbackOutcome.NotNeeded;
                if (isSet)
                {
                    return End(new FallbackReport(judgement.Result with { Outcome = FallbackOutcome.PasswordSet, Reason = SetByEarlierRun }, null));
                }
            }

            if (judgement.Result.Outcome != FallbackOutcome.WouldSetPassword)
            {
                return End(judgement);
            }

            Result = judgement.Result;
            return IsIntentWritten || await AfterIntentAsync(journal?.IntentAsync(Result)).ConfigureAwait(false);
        }
    }
}

/// <summary>
/// A password that nobody is to know: about 400 bits of the operating system's randomness. It meets any policy, and is as long as any policy can require.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-policies.html"/>
/// </summary>
internal static class RandomPassword
{
    private const int Length = 99;

    private static readonly string[] s_kinds = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "^$*.[]{}()?-!@#%&/,><:;|_~+="];

    /// <param name="length">Another length, if the maximum is not needed; at least one of each kind must fit.</param>
    public static string Create(int length = Length)
    {
        var letters = new char[length];
        RandomNumberGenerator.GetItems<char>(string.Concat(s_kinds), letters);
        for (var i = 0; i < s_kinds.Length; i++)
        {
            letters[i] = s_kinds[i][RandomNumberGenerator.GetInt32(s_kinds[i].Length)];
        }

        RandomNumberGenerator.Shuffle(letters.AsSpan());
        return new string(letters);
    }
}
