using System.Globalization;

namespace CognitoUnlink.Calling;

/// <summary>Sends the requests of a category one by one, evenly spaced, first come, first served.</summary>
/// <param name="limit">The maximum number of requests per second; null for no limit other than the service's throttling.</param>
/// <param name="clock">Provides the time.</param>
internal sealed class CategoryPace(double? limit, TimeProvider clock)
{
    // Timers fire late. This much is made up for, so that the average matches the rate; more would cause bursts.
    private static readonly TimeSpan s_caughtUp = TimeSpan.FromMilliseconds(150);

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource<TimeSpan>> _waiting = [];
    private readonly AdaptiveRate _rate = new(limit);
    private readonly long _origin = clock.GetTimestamp();
    private TimeSpan? _next;
    private bool _isServing;
    private TaskCompletionSource _givenBack = new();

    /// <summary>The current rate in requests per second, null for any; and whether it is worth reporting.</summary>
    public (double? RequestsPerSecond, bool IsSettled) Current
    {
        get
        {
            lock (_gate)
            {
                return (_rate.Rate, _rate.IsSettled);
            }
        }
    }

    /// <summary>The run's own limit.</summary>
    public double? Limit => limit;

    private TimeSpan Now => clock.GetElapsedTime(_origin);

    /// <summary>Waits until a request may leave.</summary>
    /// <param name="cancellationToken">Cancels the wait; later requests move up.</param>
    /// <returns>When it was sent, for <see cref="Answered"/>.</returns>
    /// <remarks>The continuation runs on the thread that also serves the others, so it must start the request and then leave that thread.</remarks>
    public async Task<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<TimeSpan> turn;
        bool mustServe;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Take() is { } now)
            {
                return now;
            }

            turn = new TaskCompletionSource<TimeSpan>();
            _waiting.Enqueue(turn);
            (mustServe, _isServing) = (!_isServing, true);
        }

        if (mustServe)
        {
            _ = ServeAsync();
        }

        // The continuation must not run on the thread that cancels.
        await using var cancelling = cancellationToken.UnsafeRegister(
            _ => ThreadPool.UnsafeQueueUserWorkItem(_ => turn.TrySetCanceled(cancellationToken), null), null).ConfigureAwait(false);
        return await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Records an answer.</summary>
    /// <param name="sent">When its request was sent.</param>
    /// <param name="throttled">Whether it was throttled.</param>
    public void Answered(TimeSpan sent, bool throttled)
    {
        lock (_gate)
        {
            _rate.Answered(sent, Now, throttled);
        }
    }

    /// <summary>Gives an unused turn back to those waiting.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            if (_rate.Rate is { } rate)
            {
                _next -= TimeSpan.FromSeconds(1 / rate);
            }

            _givenBack.TrySetResult();
        }
    }

    private async Task ServeAsync()
    {
        while (Next() is { } next)
        {
            if (next.Turn is not null)
            {
                next.Turn.TrySetResult(next.Time);
                continue;
            }

            await Task.WhenAny(Task.Delay(next.Time, clock), next.GivenBack).ConfigureAwait(false);
        }
    }

    /// <summary>Whose turn it is and the time, or how long it is until the next turn; null when nothing is waiting.</summary>
    private (TaskCompletionSource<TimeSpan>? Turn, TimeSpan Time, Task GivenBack)? Next()
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var cancelled) && cancelled.Task.IsCompleted)
            {
                _waiting.Dequeue();
            }

            _isServing = _waiting.Count > 0;
            if (!_isServing)
            {
                return null;
            }

            if (Take() is { } now)
            {
                return (_waiting.Dequeue(), now, Task.CompletedTask);
            }

            _givenBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (null, UntilNext(), _givenBack.Task);
        }
    }

    // Delays are in whole milliseconds.
    private TimeSpan UntilNext() =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((_next.GetValueOrDefault() - Now).TotalMilliseconds)));

    /// <summary>Takes the next turn, if it is due.</summary>
    private TimeSpan? Take()
    {
        var now = Now;
        if (_rate.Rate is { } rate)
        {
            var next = _next ?? now;
            if (next > now)
            {
                return null;
            }

            var earliest = now - s_caughtUp;
            _next = (next > earliest ? next : earliest) + TimeSpan.FromSeconds(1 / rate);
        }

        _rate.Sent(now);
        return now;
    }
}

/// <summary>Reports that the service's throttling, not the run's own limit, sets the pace of a category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Limit">The run's own limit in requests a second; null when it has none.</param>
/// <param name="RequestsPerSecond">The remaining pace, in requests per second.</param>
public sealed record PaceReduction(QuotaCategory Category, double? Limit, double RequestsPerSecond)
{
    /// <summary>Describes the reduction to the user.</summary>
    public string Describe() =>
        Limit is null
            ? $"Throttled by the account's {Category} quota: about {Text(RequestsPerSecond)} requests per second. {Shared}"
            : $"Throttled by the account's {Category} quota: slowed from {Text(Limit.Value)} to about {Text(RequestsPerSecond)} requests per second. {Shared}";

    private static string Shared => $"Other applications share this quota: {DefaultQuotas.Documentation}";

    private static string Text(double rate) => rate.ToString("0.#", CultureInfo.InvariantCulture);
}
