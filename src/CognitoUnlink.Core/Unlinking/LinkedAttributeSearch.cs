using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Unlinks an identity that was linked by an attribute and never used to sign in: the service then requires the name that
/// the link was made with, which <c>identities</c> does not keep, so the provider's mapped attributes are tried.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html"/>
/// </summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="attempt">The unlink of an identity that the user has, but that the service says is not linked by its subject.</param>
internal sealed class LinkedAttributeSearch(ServiceCaller caller, UnlinkAttempt attempt)
{
    private static readonly string[] s_typesLinkedByAttribute = ["SAML", "OIDC"];

    /// <summary>Tries the names in turn.</summary>
    /// <param name="check">Determines whether the user still has the identity.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The name that worked; null if none did.</returns>
    public async Task<Found?> UnlinkAsync(LinkCheck check, CancellationToken cancellationToken)
    {
        var item = attempt.Item;
        var provider = await DescribeAsync(item, cancellationToken).ConfigureAwait(false);
        if (!s_typesLinkedByAttribute.Contains(provider.ProviderType))
        {
            return null;
        }

        var (sent, throttled) = (0, 0);
        foreach (var name in Candidates(provider))
        {
            var target = item.Target with { ProviderAttributeName = name };
            try
            {
                var (requestId, attempts, throttles, isSent) = await caller.CallForChangeAsync(
                    QuotaCategory.UserUpdate,
                    PrepareAsync,
                    (gateway, cancellation) => gateway.AdminDisableProviderForUserAsync(item.UserPoolId, target, cancellation),
                    cancellationToken).ConfigureAwait(false);
                return isSent || attempt.Ended?.Result.Outcome == UnlinkOutcome.Unlinked
                    ? new Found(name, requestId, sent + attempts, throttled + throttles)
                    : null;
            }
            catch (CognitoException problem) when (LinkCheck.Decides(problem))
            {
                sent += problem.Attempts;
                throttled += problem.Throttled;

                // If an attempt without an answer had done it, the next name could only affect somebody else's link.
                if ((problem.MayHaveBeenCarriedOut || !NotLinked.IsSaidBy(problem)) && await check.WasCarriedOutAsync(problem, cancellationToken).ConfigureAwait(false))
                {
                    return new Found(name, null, sent, throttled);
                }

                if (!NotLinked.IsSaidBy(problem))
                {
                    throw;
                }
            }

            async Task<bool> PrepareAsync(CognitoException? before, CancellationToken cancellation)
            {
                if (!await attempt.PrepareAsync(before, cancellation).ConfigureAwait(false))
                {
                    return false;
                }

                if (before is null)
                {
                    // An undo must link by the name that worked, even if the run is killed before it can say which one did.
                    await attempt.WriteIntentAsync(target).ConfigureAwait(false);
                }

                return true;
            }
        }

        return null;
    }

    private async Task<IdentityProvider> DescribeAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        try
        {
            var provider = await caller.CallAsync(
                QuotaCategory.UserPoolResourceRead,
                (gateway, cancellation) => gateway.DescribeIdentityProviderAsync(item.UserPoolId, item.Target.ProviderName, cancellation),
                cancellationToken).ConfigureAwait(false);
            return provider;
        }
        catch (OperationCanceledException)
        {
            throw new WithoutEffectException(cancellationToken);
        }
        catch (CognitoException problem) when (problem.Kind is CognitoErrorKind.AccessDenied or CognitoErrorKind.ResourceNotFound)
        {
            throw NotLinked.Error(item, problem);
        }
    }

    private static IEnumerable<string> Candidates(IdentityProvider provider) =>
        provider.AttributeMapping.Keys
            .OrderBy(name => name != "email")
            .ThenBy(name => name, StringComparer.Ordinal)
            .Concat(provider.AttributeMapping.Values.Order(StringComparer.Ordinal))
            .Where(name => name != ProviderUser.CognitoSubject)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The name that worked.</summary>
    /// <param name="AttributeName">The attribute's name.</param>
    /// <param name="RequestId">The request that was accepted.</param>
    /// <param name="Attempts">Requests sent for it, including refused ones.</param>
    /// <param name="Throttled">How many of them the service throttled.</param>
    internal sealed record Found(string AttributeName, string? RequestId, int Attempts, int Throttled);
}
