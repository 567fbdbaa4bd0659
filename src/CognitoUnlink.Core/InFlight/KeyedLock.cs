namespace CognitoUnlink.InFlight;

/// <summary>One holder at a time for each key. Keys that nobody holds or waits for cost nothing.</summary>
internal sealed class KeyedLock<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Gate> _gates = [];

    /// <summary>Takes the key if it is free.</summary>
    /// <returns>Releases it when disposed; null if it is taken.</returns>
    public IDisposable? TryTake(TKey key)
    {
        lock (_gates)
        {
            if (_gates.ContainsKey(key))
            {
                return null;
            }

            var gate = _gates[key] = new Gate { Users = 1 };
            gate.Semaphore.Wait(CancellationToken.None);
            return new Holder(() => Release(key, gate));
        }
    }

    /// <summary>Waits for the key and takes it.</summary>
    /// <returns>Releases it when disposed; null if it took too long.</returns>
    public async Task<IDisposable?> TakeAsync(TKey key, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        Gate? gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(key, out gate))
            {
                gate = _gates[key] = new Gate();
            }

            gate.Users++;
        }

        using var tooLong = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        try
        {
            await gate.Semaphore.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave(key, gate);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }

        return new Holder(() => Release(key, gate));
    }

    private void Release(TKey key, Gate gate)
    {
        gate.Semaphore.Release();
        Leave(key, gate);
    }

    private void Leave(TKey key, Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(key);
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Holder(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
