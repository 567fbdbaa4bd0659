namespace CognitoUnlink.Calling;

/// <summary>
/// The pace of a run's requests, by quota category: evenly spaced, slower while the service throttles, faster again when it
/// does not. There is one per account and region, shared by all requests in flight.
/// </summary>
public sealed class RequestPace
{
    /// <summary>The number of requests per second when none is specified: the live application needs its share of the 25 changes per second.</summary>
    public const double DefaultRequestsPerSecond = 15;

    private const double Slowest = 0.001;
    private const double SlowDown = 0.8;

    private readonly Dictionary<QuotaCategory, CategoryPace> _paces;
    private readonly HashSet<QuotaCategory> _reported = [];

    /// <summary>Creates the pace.</summary>
    /// <param name="category">The category that the rate is for. Every other one gets the same share of its default quota, and at least one request a second: with 15 of the 25 UserUpdate requests, 72 of the 120 UserRead requests.</param>
    /// <param name="requestsPerSecond">Requests per second, at least 0.001; null for no limit other than the service's throttling.</param>
    /// <param name="clock">Provides the time; null for the system clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is too low, or not a finite number.</exception>
    public RequestPace(QuotaCategory category, double? requestsPerSecond, TimeProvider? clock = null)
    {
        if (requestsPerSecond is { } rate && !(rate >= Slowest && double.IsFinite(rate)))
        {
            throw new ArgumentOutOfRangeException(nameof(requestsPerSecond), requestsPerSecond, "A rate must be at least 0.001.");
        }

        Clock = clock ?? TimeProvider.System;
        var share = requestsPerSecond / DefaultQuotas.RequestsPerSecond(category);
        _paces = Enum.GetValues<QuotaCategory>().ToDictionary(each => each, each => new CategoryPace(LimitOf(each), Clock));

        double? LimitOf(QuotaCategory each) =>
            each == category || share is null ? requestsPerSecond : Math.Max(1, share.Value * DefaultQuotas.RequestsPerSecond(each));
    }

    /// <summary>Provides the time.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>The pace of a category as it is now, in requests a second; null when nothing limits it.</summary>
    /// <param name="category">The category.</param>
    public double? RequestsPerSecond(QuotaCategory category) => _paces[category].Current.RequestsPerSecond;

    /// <summary>Returns the reductions since the last call; each category is reported at most once. Thread-safe.</summary>
    public IReadOnlyList<PaceReduction> TakeNewReductions()
    {
        lock (_reported)
        {
            return [.. Reductions().Where(reduction => _reported.Add(reduction.Category))];
        }
    }

    /// <summary>Waits until a request may leave.</summary>
    internal Task<TimeSpan> WaitAsync(QuotaCategory category, CancellationToken cancellationToken) => _paces[category].WaitAsync(cancellationToken);

    /// <summary>Gives back an unused turn.</summary>
    internal void GiveBack(QuotaCategory category) => _paces[category].GiveBack();

    /// <summary>Records an answer to a request that was sent at that time.</summary>
    internal void Answered(QuotaCategory category, TimeSpan sent, bool throttled) => _paces[category].Answered(sent, throttled);

    private IEnumerable<PaceReduction> Reductions()
    {
        foreach (var (category, pace) in _paces)
        {
            if (pace.Current is ({ } rate, true) && !(rate >= SlowDown * pace.Limit))
            {
                yield return new PaceReduction(category, pace.Limit, rate);
            }
        }
    }
}
