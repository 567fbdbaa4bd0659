using System.Globalization;

namespace CognitoUnlink.Progress;

/// <summary>How far a run is.</summary>
/// <param name="Done">Items that came to their end.</param>
/// <param name="Errors">Those among them with an error.</param>
/// <param name="Retried">Requests that were repeated.</param>
/// <param name="PerSecond">Items a second of late.</param>
/// <param name="PercentComplete">0 to 100; null when the total is not known.</param>
/// <param name="TimeLeft">The time left at this rate; null when not known.</param>
public sealed record ProgressState(long Done, long Errors, long Retried, double PerSecond, int? PercentComplete, TimeSpan? TimeLeft)
{
    /// <summary>Count, rate, errors and retries in words.</summary>
    /// <param name="items">What is counted, for instance "identities".</param>
    public string Describe(string items)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Done:N0} {items}, {PerSecond:0.#} a second");
        text += Errors > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Errors:N0} with an error") : string.Empty;
        return text + (Retried > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Retried:N0} requests repeated") : string.Empty);
    }
}
