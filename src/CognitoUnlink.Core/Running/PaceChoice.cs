using System.Globalization;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Running;

/// <summary>Chooses the pace of a client's requests, and logs it with the reason.</summary>
public static class PaceChoice
{
    // A local user pool answers at once. Something else on this computer may never answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Returns the specified rate; no limit if requests go to a local user pool, by its id or its endpoint; otherwise the default.</summary>
    /// <param name="gateway">Where requests go.</param>
    /// <param name="category">The category that rates are for.</param>
    /// <param name="specified">The number of requests per second specified; null for none.</param>
    /// <param name="otherwise">The number of requests per second when none is specified.</param>
    /// <param name="log">Where the choice is logged; null for no logging.</param>
    /// <param name="isLocal">Whether it is known to be a local user pool. If not, an endpoint on this computer is queried.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<RequestPace> ChooseAsync(
        ICognitoGateway gateway, QuotaCategory category, double? specified, double otherwise, CallLog? log, bool isLocal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);

        double? rate = specified is not null ? specified
            : isLocal || await IsLocalUserPoolAsync(gateway, cancellationToken).ConfigureAwait(false) ? null
            : otherwise;
        log?.Write(rate is null
            ? "Pace: no limit, because requests go to a local user pool, which has no account quotas."
            : string.Create(CultureInfo.InvariantCulture, $"Pace: {rate:0.###} {category} requests per second, {(specified is null ? "the default" : "as specified")}; the default account quota is {DefaultQuotas.RequestsPerSecond(category)}."));
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
            // The first request reports it better.
            return false;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
