using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Pacing;

/// <summary>How often a call may be repeated, and after which delays. A throttle costs nothing of what the other failures may.</summary>
internal sealed class RetryBudget
{
    private const int MaximumFailures = 6;

    // A throttled request did nothing, and the pace slows down for it.
    private const int MaximumThrottles = 12;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);

    private int _throttles;
    private int _failures;
    private bool _mayHaveTakenEffect;

    /// <summary>The number of the attempt that is made.</summary>
    public int Attempt => _throttles + _failures + 1;

    /// <summary>How many of the attempts so far were throttled.</summary>
    public int Throttles => _throttles;

    /// <summary>Takes in how an attempt failed, and tells the failure of those before.</summary>
    /// <param name="problem">The failure.</param>
    /// <returns>How long to wait before the next attempt; null when there is none.</returns>
    public TimeSpan? DelayAfter(CognitoException problem)
    {
        problem.Attempts = Attempt;
        problem.Throttled = _throttles;
        problem.MayHaveTakenEffect = _mayHaveTakenEffect;
        if (!problem.IsTransient)
        {
            return null;
        }

        if (problem.Kind == CognitoErrorKind.Throttled)
        {
            problem.Throttled = ++_throttles;
            return _throttles < MaximumThrottles ? Delay(_throttles) : null;
        }

        _mayHaveTakenEffect = true;
        return ++_failures < MaximumFailures ? Delay(_failures) : null;
    }

    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private static TimeSpan Delay(int failures)
    {
        var ceiling = Math.Min(s_longestDelay.TotalMilliseconds, s_firstDelay.TotalMilliseconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
