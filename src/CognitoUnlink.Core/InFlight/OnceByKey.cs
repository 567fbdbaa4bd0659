using System.Collections.Concurrent;

namespace CognitoUnlink.InFlight;

/// <summary>
/// Values that are found out once for each key, however many ask at the same time: one finds out, the others wait. What
/// failed or was cancelled is not kept; the next one tries.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
internal sealed class OnceByKey<T>
{
    private readonly ConcurrentDictionary<string, Task<T>> _values = [];

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="findOut">Finds it out, for everybody who waits.</param>
    /// <param name="cancellationToken">Ends the waiting for another who finds it out.</param>
    public async Task<T> GetAsync(string key, Func<Task<T>> findOut, CancellationToken cancellationToken)
    {
        while (true)
        {
            var own = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var value = _values.GetOrAdd(key, own.Task);
            if (value == own.Task)
            {
                return await FindOutAsync(key, findOut, own).ConfigureAwait(false);
            }

            await ((Task)value).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (value.IsCompletedSuccessfully)
            {
                return await value.ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The value of a key that was found out before; null when it was not.</summary>
    /// <param name="key">The key.</param>
    public T? Find(string key) => _values.TryGetValue(key, out var value) && value.IsCompletedSuccessfully ? value.Result : default;

    private async Task<T> FindOutAsync(string key, Func<Task<T>> findOut, TaskCompletionSource<T> own)
    {
        try
        {
            var value = await findOut().ConfigureAwait(false);
            own.SetResult(value);
            return value;
        }
        catch
        {
            // First, so that no one who waited meets it again.
            _values.TryRemove(key, out _);
            own.SetCanceled();
            throw;
        }
    }
}
