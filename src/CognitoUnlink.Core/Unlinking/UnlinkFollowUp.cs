using CognitoUnlink.Errors;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Unlinking;

/// <summary>What comes after an unlink: reading the user back, signing out. The unlink is done by then, so nothing that happens here may lose it.</summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="options">Whether to sign out.</param>
internal sealed class UnlinkFollowUp(ServiceCaller caller, UnlinkOptions options)
{
    /// <summary>Reads back and signs out.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="check">Reads the user; null when there is nothing to read.</param>
    /// <param name="result">The result of the unlink.</param>
    /// <param name="mustVerify">Whether to read back what is not verified yet.</param>
    /// <param name="cancellationToken">Ends it; what was done is returned.</param>
    public async Task<UnlinkReport> RunAsync(UnlinkItem item, LinkCheck? check, UnlinkResult result, bool mustVerify, CancellationToken cancellationToken)
    {
        try
        {
            if (check is not null && result.Verified is null && mustVerify)
            {
                if (await check.IsStillLinkedAsync(cancellationToken).ConfigureAwait(false))
                {
                    var error = StillLinked(result);
                    return new UnlinkReport(result with { Outcome = UnlinkOutcome.Failed, Verified = false, Reason = error.Message }, error);
                }

                result = result with { Verified = true };
            }

            return options.SignOut && item.Username is not null
                ? await SignOutAsync(item, result, cancellationToken).ConfigureAwait(false)
                : new UnlinkReport(result, null);
        }
        catch (OperationCanceledException)
        {
            return new UnlinkReport(result with { Reason = "Stopped before the user was verified or signed out." }, null);
        }
        catch (CognitoUnlinkException problem)
        {
            return new UnlinkReport(result with { Reason = $"The service accepted it, but the user could not be read back: {problem.Message}" }, null);
        }
    }

    private async Task<UnlinkReport> SignOutAsync(UnlinkItem item, UnlinkResult result, CancellationToken cancellationToken)
    {
        try
        {
            await caller.CallAsync(QuotaCategory.UserUpdate, (gateway, cancellation) => gateway.AdminUserGlobalSignOutAsync(item.UserPoolId, item.Username!, cancellation), cancellationToken).ConfigureAwait(false);
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

    private static UnlinkException StillLinked(UnlinkResult result) => new(
        ErrorId.IdentityStillLinked,
        $"The service accepted the request for {result.ProviderName}, {result.ProviderAttributeName} '{result.ProviderAttributeValue}', but user '{result.Username}' still has it: another user with the same value may have lost theirs.");
}
