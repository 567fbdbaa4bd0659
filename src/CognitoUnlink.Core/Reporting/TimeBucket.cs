namespace CognitoUnlink.Reporting;

/// <summary>What happened in a span of time.</summary>
/// <param name="Done">Identities unlinked or linked, or found so.</param>
/// <param name="Skipped">Identities that a guard refused to unlink.</param>
/// <param name="Failed">Identities that failed.</param>
/// <param name="Throttled">Requests for them that the service throttled.</param>
public readonly record struct TimeBucket(long Done, long Skipped, long Failed, long Throttled)
{
    /// <summary>Identities that came to an end.</summary>
    public long Items => Done + Skipped + Failed;

    /// <summary>Both together.</summary>
    public static TimeBucket operator +(TimeBucket left, TimeBucket right) => Add(left, right);

    /// <summary>The one without the other.</summary>
    public static TimeBucket operator -(TimeBucket left, TimeBucket right) => Subtract(left, right);

    /// <summary>The one without the other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static TimeBucket Subtract(TimeBucket left, TimeBucket right) =>
        new(left.Done - right.Done, left.Skipped - right.Skipped, left.Failed - right.Failed, left.Throttled - right.Throttled);

    /// <summary>Both together.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static TimeBucket Add(TimeBucket left, TimeBucket right) =>
        new(left.Done + right.Done, left.Skipped + right.Skipped, left.Failed + right.Failed, left.Throttled + right.Throttled);
}
