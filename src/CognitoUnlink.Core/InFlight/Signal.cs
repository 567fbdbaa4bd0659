using System.Diagnostics.CodeAnalysis;

namespace CognitoUnlink.InFlight;

/// <summary>Wakes the one thread that waits for it. Set while nobody waits, the next wait ends at once.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing it would be a race with whoever sets it, and without a wait handle it holds nothing.")]
public sealed class Signal
{
    private readonly SemaphoreSlim _set = new(0);
    private int _isSet;

    /// <summary>Wakes the waiter. May be called from any thread.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _set.Release();
        }
    }

    /// <summary>Waits until it is set.</summary>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public void Wait(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_set.Wait(atMost, cancellationToken))
        {
            Volatile.Write(ref _isSet, 0);
        }
    }

    /// <summary>Waits until it is set.</summary>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (await _set.WaitAsync(atMost, cancellationToken).ConfigureAwait(false))
        {
            Volatile.Write(ref _isSet, 0);
        }
    }
}
