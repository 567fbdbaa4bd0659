namespace CognitoUnlink.Bench.Unlink;

/// <summary>How fast somebody unlinks, and what a request costs.</summary>
/// <param name="Items">Identities a second.</param>
/// <param name="RequestsPerItem">What each takes, by the server's log.</param>
/// <param name="ClientCpu">Microseconds of processor time a request; null where the client is another process.</param>
/// <param name="ServerCpu">The same of the server.</param>
internal sealed record UnlinkRate(double Items, double RequestsPerItem, double? ClientCpu, double ServerCpu)
{
    public double Requests => Items * RequestsPerItem;

    public static UnlinkRate Median(IReadOnlyList<UnlinkRate> rates) => new(
        Bench.Median.Of(rates.Select(rate => rate.Items)),
        rates[0].RequestsPerItem,
        rates[0].ClientCpu is null ? null : Bench.Median.Of(rates.Select(rate => rate.ClientCpu!.Value)),
        Bench.Median.Of(rates.Select(rate => rate.ServerCpu)));
}
