using System.Diagnostics.CodeAnalysis;

namespace CognitoUnlink.InFlight;

/// <summary>Wakes the one thread that waits for it. If set while none is waiting, the next wait ends at once.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing it would be a race with whoever sets it, and without a wait handle it holds nothing.")]
public sealed class Signal
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _set = new(0);
    private TaskCompletionSource? _waiter;
    private volatile bool _isAwaited;
    private int _isSet;

    /// <summary>Wakes the waiter. May be called from any thread.</summary>
    public void Set()
    {
        if (TakeWaiter() is { } waiter)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.TrySetResult(), waiter, preferLocal: false);
        }
    }

    /// <summary>Wakes the waiter, which may continue on the caller's thread. For callers that have nothing left to do and hold no lock.</summary>
    internal void SetAtEnd() => TakeWaiter()?.TrySetResult();

    /// <summary>Waits until it is set.</summary>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void Wait(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_set.Wait(atMost, cancellationToken))
        {
            Volatile.Write(ref _isSet, 0);
        }
    }

    /// <summary>Sets it periodically, and when a token is cancelled, until disposed.</summary>
    /// <param name="cancellationToken">The token.</param>
    internal IDisposable Tick(CancellationToken cancellationToken) => new Ticker(this, cancellationToken);

    /// <summary>Advances work until a condition holds, and waits while there is nothing to do. It ticks meanwhile (<see cref="Tick"/>).</summary>
    /// <param name="advance">Does the available work; false if there is none.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="tick">Called now and then, also while nothing happens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal async Task AdvanceUntilAsync(Func<bool> advance, Func<bool> condition, Action tick, CancellationToken cancellationToken)
    {
        do
        {
            if (!advance() && !condition())
            {
                await WaitAsync().ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            tick();
        }
        while (!condition());
    }

    private TaskCompletionSource? TakeWaiter()
    {
        if (Interlocked.Exchange(ref _isSet, 1) != 0)
        {
            return null;
        }

        var waiter = Interlocked.Exchange(ref _waiter, null);
        if (waiter is null && !_isAwaited)
        {
            _set.Release();
        }

        return waiter;
    }

    // Needs no timer of its own, and no lock that the setter still holds: both cost more than most requests.
    private async Task WaitAsync()
    {
        _isAwaited = true;
        var waiter = new TaskCompletionSource();
        Interlocked.Exchange(ref _waiter, waiter);
        if (Interlocked.Exchange(ref _isSet, 0) == 0)
        {
            await waiter.Task.ConfigureAwait(false);
            Interlocked.Exchange(ref _isSet, 0);
        }
        else
        {
            Interlocked.Exchange(ref _waiter, null);
        }
    }

    private sealed class Ticker : IDisposable
    {
        private readonly Timer _timer;
        private readonly CancellationTokenRegistration _registration;

        public Ticker(Signal signal, CancellationToken cancellationToken)
        {
            _timer = new Timer(static signal => ((Signal)signal!).Set(), signal, s_tick, s_tick);
            _registration = cancellationToken.UnsafeRegister(static signal => ((Signal)signal!).Set(), signal);
        }

        public void Dispose()
        {
            _registration.Dispose();
            _timer.Dispose();
        }
    }
}
