using System.Globalization;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Running;

/// <summary>Chooses the pace of a client's requests, and tells which it is and why.</summary>
public static class PaceChoice
{
    // A local user pool answers at once. Something else on this computer may never do.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The rate that was asked for; no limit where requests go to a local user pool, by its id or its endpoint; else the default.</summary>
    /// <param name="gateway">Where requests go.</param>
    /// <param name="category">The category that rates are for.</param>
    /// <param name="asked">Requests a second that were asked for; null for none.</param>
    /// <param name="otherwise">Requests a second where nothing was asked for.</param>
    /// <param name="log">Where the choice is told; null for nowhere.</param>
    /// <param name="isLocal">Whether it is known to be a local user pool. If not, an endpoint on this computer is asked.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<RequestPace> ChooseAsync(
        ICognitoGateway gateway, QuotaCategory category, double? asked, double otherwise, CallLog? log, bool isLocal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);

        double? rate = asked is not null ? asked
            : isLocal || await IsLocalUserPoolAsync(gateway, cancellationToken).ConfigureAwait(false) ? null
            : otherwise;
        log?.Tell(rate is null
            ? "Pace: no limit, since requests go to a local user pool, which has no quotas of an account."
            : string.Create(CultureInfo.InvariantCulture, $"Pace: {rate:0.###} {category} requests a second, {(asked is null ? "the default" : "as asked for")}; an account has {DefaultQuotas.RequestsPerSecond(category)} unless more were granted."));
        return new RequestPace(category, rate);
    }

    private static async Task<bool> IsLocalUserPoolAsync(ICognitoGateway gateway, CancellationToken cancellationToken)
    {
        if (gateway.Place.IsAws)
        {
            return false;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            return (await gateway.LocateAsync(patience.Token).ConfigureAwait(false)).Instance is not null;
        }
        catch (CognitoException)
        {
            // The first request says it better.
            return false;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
