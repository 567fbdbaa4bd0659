using System.Collections.Concurrent;

namespace CognitoUnlink.InFlight;

/// <summary>
/// Values that are computed once for each key, even by concurrent callers: one computes, the others wait. Failures and
/// cancellations are not kept; the next caller tries again.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class OnceByKey<T>
{
    private readonly ConcurrentDictionary<string, Task<T>> _values = [];

    /// <summary>Gets the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="findOut">Computes it, for all who wait.</param>
    /// <param name="cancellationToken">Cancels the wait for another caller's computation.</param>
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

    /// <summary>Gets the value of a key if it was computed before; null if not.</summary>
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
            // First, so that no waiter sees it again.
            _values.TryRemove(key, out _);
            own.SetCanceled();
            throw;
        }
    }
}
