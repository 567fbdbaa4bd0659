using System.Globalization;

namespace CognitoUnlink.Pacing;

/// <summary>That the service's throttling, not the run's own limit, sets the pace of a category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Limit">The run's own limit in requests a second; null when it has none.</param>
/// <param name="RequestsPerSecond">The pace that is left, in requests a second.</param>
public sealed record PaceReduction(QuotaCategory Category, double? Limit, double RequestsPerSecond)
{
    /// <summary>Says it to a person.</summary>
    public string Describe() =>
        Limit is null
            ? $"The account's quota for {Category} requests sets the pace: about {Text(RequestsPerSecond)} requests a second. {Shared}"
            : $"The account's quota for {Category} requests, not -RequestsPerSecond (--requests-per-second), sets the pace: slowed from {Text(Limit.Value)} to about {Text(RequestsPerSecond)} requests a second. {Shared}";

    private static string Shared => $"Other applications share that quota: {DefaultQuotas.Documentation}";

    private static string Text(double rate) => rate.ToString("0.#", CultureInfo.InvariantCulture);
}
