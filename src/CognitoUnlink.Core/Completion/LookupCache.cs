using CognitoUnlink.Gateway;

namespace CognitoUnlink.Completion;

/// <summary>
/// Lists that are looked up at the prompt. The caller waits for less than two seconds; a lookup that takes longer continues
/// for a while, so that the next caller may find it done. A failure gives an empty list.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="keep">How long a list is valid for the same key.</param>
/// <param name="clock">Provides the time; null for the system clock.</param>
public sealed class LookupCache<T>(TimeSpan keep, TimeProvider? clock = null)
{
    /// <summary>How long to wait for a list; the shell needs the rest of two seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);

    /// <summary>How long a lookup may go on.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>How long a failed lookup is not retried.</summary>
    public static readonly TimeSpan KeepFailure = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<object, Task<Found>> _lookups = [];

    /// <summary>Gets the list for a key, if it is available in time.</summary>
    /// <param name="key">Everything the list depends on.</param>
    /// <param name="look">Looks it up, on another thread.</param>
    public IReadOnlyList<T> Get(object key, Func<CancellationToken, Task<IReadOnlyList<T>>> look)
    {
        try
        {
            return FindOrStart(key, look).WaitAsync(Patience, _clock).GetAwaiter().GetResult().Items;
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    private Task<Found> FindOrStart(object key, Func<CancellationToken, Task<IReadOnlyList<T>>> look)
    {
        lock (_lookups)
        {
            var now = _clock.GetUtcNow();
            foreach (var (old, _) in _lookups.Where(pair => pair.Value.IsCompleted && pair.Value.Result.Until <= now).ToList())
            {
                _lookups.Remove(old);
            }

            return _lookups.TryGetValue(key, out var lookup) ? lookup : _lookups[key] = Task.Run(() => LookAsync(look));
        }
    }

    private async Task<Found> LookAsync(Func<CancellationToken, Task<IReadOnlyList<T>>> look)
    {
        using var limit = new CancellationTokenSource(Longest, _clock);
        try
        {
            var items = await look(limit.Token).ConfigureAwait(false);
            return new Found(items, _clock.GetUtcNow() + keep);
        }
        catch (Exception)
        {
            // Whatever went wrong: a user at a prompt wants a suggestion, not an error.
            return new Found([], _clock.GetUtcNow() + KeepFailure);
        }
    }

    private sealed record Found(IReadOnlyList<T> Items, DateTimeOffset Until);
}

/// <summary>
/// Reads lists for completion: each request once, since the user can press the key again, and no more than anyone would look
/// through.
/// </summary>
public static class Listing
{
    // The default quota of user pools per account, which no other list comes near.
    private const int Most = 1000;

    /// <summary>The account's user pools.</summary>
    /// <param name="gateway">The client.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static Task<IReadOnlyList<UserPool>> UserPoolsAsync(ICognitoGateway gateway, CancellationToken cancellationToken) =>
        ReadAsync(token => gateway.ListUserPoolsAsync(Pages.Largest, token, cancellationToken), Most);

    /// <summary>A pool's identity providers.</summary>
    /// <param name="gateway">The client.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static Task<IReadOnlyList<IdentityProvider>> ProvidersAsync(ICognitoGateway gateway, string userPoolId, CancellationToken cancellationToken) =>
        ReadAsync(token => gateway.ListIdentityProvidersAsync(userPoolId, Pages.Largest, token, cancellationToken), Most);

    /// <summary>One page of users whose name begins with a text.</summary>
    /// <param name="gateway">The client.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="prefix">The text.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static Task<IReadOnlyList<CognitoUser>> UsersAsync(ICognitoGateway gateway, string userPoolId, string prefix, CancellationToken cancellationToken) =>
        ReadAsync(token => gateway.ListUsersAsync(userPoolId, UsernameFilter.UsernameBegins(prefix), Pages.Largest, token, cancellationToken), Pages.Largest);

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(Func<string?, Task<Page<T>>> read, int enough)
    {
        List<T> items = [];
        await foreach (var item in Pages.ReadAsync(read).ConfigureAwait(false))
        {
            items.Add(item);
            if (items.Count == enough)
            {
                break;
            }
        }

        return items;
    }
}
