using System.Globalization;

namespace CognitoUnlink.Running;

/// <summary>The progress of a run. It is shown after a second, and then at most five times a second. For one thread.</summary>
/// <param name="clock">Provides the time; null for the system clock.</param>
public sealed class RunProgress(TimeProvider? clock = null)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Queue<(long At, long Done)> _recent = new();
    private readonly long _start = (clock ?? TimeProvider.System).GetTimestamp();
    private long? _shown;

    /// <summary>Whether it was shown, so that its end must be shown too.</summary>
    public bool WasShown => _shown is not null;

    /// <summary>Whether it is time to show it.</summary>
    public bool IsDue => _shown is { } shown ? _clock.GetElapsedTime(shown) >= s_pause : _clock.GetElapsedTime(_start) >= s_patience;

    /// <summary>Returns what to show now.</summary>
    /// <param name="done">Items that have ended.</param>
    /// <param name="total">Items in all; null if not known.</param>
    /// <param name="errors">Items with an error.</param>
    /// <param name="retried">Requests that were repeated.</param>
    public ProgressState Show(long done, long? total, long errors = 0, long retried = 0)
    {
        var now = _clock.GetTimestamp();
        _shown = now;
        if (_recent.Count == 0)
        {
            _recent.Enqueue((_start, 0));
        }

        while (_recent.Count > 1 && _clock.GetElapsedTime(_recent.Peek().At, now) > s_memory)
        {
            _recent.Dequeue();
        }

        var (since, before) = _recent.Peek();
        _recent.Enqueue((now, done));
        var perSecond = (done - before) / Math.Max(0.001, _clock.GetElapsedTime(since, now).TotalSeconds);
        if (total is not > 0)
        {
            return new ProgressState(done, errors, retried, perSecond, null, null);
        }

        // The service only estimates how many users a pool has, so there may be more.
        var left = Math.Max(0, total.Value - done);
        TimeSpan? timeLeft = perSecond > 0 ? TimeSpan.FromSeconds(Math.Min(left / perSecond, TimeSpan.FromDays(365).TotalSeconds)) : null;
        return new ProgressState(done, errors, retried, perSecond, (int)Math.Min(100, done * 100 / total.Value), timeLeft);
    }
}

/// <summary>The progress of a run.</summary>
/// <param name="Done">Items that have ended.</param>
/// <param name="Errors">Those among them with an error.</param>
/// <param name="Retried">Requests that were repeated.</param>
/// <param name="PerSecond">Recent items per second.</param>
/// <param name="PercentComplete">0 to 100; null when the total is not known.</param>
/// <param name="TimeLeft">The time left at this rate; null when not known.</param>
public sealed record ProgressState(long Done, long Errors, long Retried, double PerSecond, int? PercentComplete, TimeSpan? TimeLeft)
{
    /// <summary>Describes count, rate, errors and retries.</summary>
    /// <param name="items">What is counted, for instance "identities".</param>
    public string Describe(string items)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Done:N0} {items}, {PerSecond:0.#} a second");
        text += Errors > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Errors:N0} with an error") : string.Empty;
        return text + (Retried > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Retried:N0} requests retried") : string.Empty);
    }
}
