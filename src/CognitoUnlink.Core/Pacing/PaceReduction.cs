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
            ? $"Throttled by the account's {Category} quota: about {Text(RequestsPerSecond)} requests per second. {Shared}"
            : $"Throttled by the account's {Category} quota: slowed from {Text(Limit.Value)} to about {Text(RequestsPerSecond)} requests per second. {Shared}";

    private static string Shared => $"Other applications share this quota: {DefaultQuotas.Documentation}";

    private static string Text(double rate) => rate.ToString("0.#", CultureInfo.InvariantCulture);
}
