using System.Globalization;
using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;

namespace CognitoUnlink.Running;

/// <summary>
/// Picks the rows whose users are in a shard. The real username decides, so that all rows of a user are in one shard whatever name they use: a
/// name that may be an alias is looked up first. A few names are searched for; for many, the pool is listed once, and their rows wait.
/// </summary>
/// <param name="shard">The shard.</param>
public sealed class ShardSplit(Shard shard)
{
    private const int FewNames = 100;
    private const int InFlight = 16;

    // Bounds the memory: with more rows than this, pools are listed more than once.
    private const int MostRows = 100_000;

    private volatile IReadOnlyList<NamedUsers> _listing = [];
    private volatile int _waiting;

    /// <summary>Describes what is in progress while pools are being listed; otherwise null.</summary>
    public string? UnderWay => _listing is { Count: > 0 } listing
        ? string.Create(CultureInfo.InvariantCulture, $"{listing.Sum(names => names.Listed):N0} users listed to find the shard of {_waiting:N0} rows")
        : null;

    /// <summary>Returns the rows of the shard, in order, and those whose shard cannot be determined, with the reason.</summary>
    /// <typeparam name="TRow">The type of a row.</typeparam>
    /// <param name="rows">All rows.</param>
    /// <param name="userOf">Returns the user that a row names; null if it names none.</param>
    /// <param name="isInWithoutUser">Whether a row that names no user is in the shard.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async IAsyncEnumerable<(TRow Row, CognitoUnlinkException? Problem)> PickAsync<TRow>(
        IAsyncEnumerable<TRow> rows, Func<TRow, RowUser?> userOf, Func<TRow, bool> isInWithoutUser, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<RowUser, Task<Verdict>> few = [];
        List<(TRow Row, RowUser? User)> held = [];
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var user = userOf(row);
            var verdict = held.Count > 0 ? null
                : user is null ? new Verdict(isInWithoutUser(row), null)
                : !await MayBeAliasAsync(user, cancellationToken).ConfigureAwait(false) ? new Verdict(shard.Has(user.Name), null)
                : few.Count < FewNames || few.ContainsKey(user) ? await JudgeAsync(user, few, [], cancellationToken).ConfigureAwait(false)
                : null;
            if (verdict is not null)
            {
                if (verdict.IsIn)
                {
                    yield return (row, verdict.Problem);
                }

                continue;
            }

            held.Add((row, user));
            if (held.Count == MostRows)
            {
                await foreach (var picked in ReleaseAsync(held, isInWithoutUser, cancellationToken).ConfigureAwait(false))
                {
                    yield return picked;
                }

                held = [];
            }
        }

        await foreach (var picked in ReleaseAsync(held, isInWithoutUser, cancellationToken).ConfigureAwait(false))
        {
            yield return picked;
        }
    }

    private async IAsyncEnumerable<(TRow Row, CognitoUnlinkException? Problem)> ReleaseAsync<TRow>(
        List<(TRow Row, RowUser? User)> held, Func<TRow, bool> isInWithoutUser, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = await ListAsync([.. held.Select(row => row.User).OfType<RowUser>().Distinct()], held.Count, cancellationToken).ConfigureAwait(false);
        Dictionary<RowUser, Task<Verdict>> known = [];
        Queue<Task<Verdict>> ahead = new();
        var next = 0;
        foreach (var (row, _) in held)
        {
            for (; next < held.Count && ahead.Count < InFlight; next++)
            {
                ahead.Enqueue(held[next] is { User: { } user } ? JudgeAsync(user, known, listed, cancellationToken) : Task.FromResult(new Verdict(isInWithoutUser(held[next].Row), null)));
            }

            var (isIn, problem) = await ahead.Dequeue().ConfigureAwait(false);
            if (isIn)
            {
                yield return (row, problem);
            }
        }
    }

    private async Task<Dictionary<(PoolClient Client, string UserPoolId), NamedUsers>> ListAsync(List<RowUser> users, int rows, CancellationToken cancellationToken)
    {
        Dictionary<(PoolClient Client, string UserPoolId), NamedUsers> pools = [];
        foreach (var user in users)
        {
            if (await MayBeAliasAsync(user, cancellationToken).ConfigureAwait(false))
            {
                var pool = (user.Client, user.UserPoolId);
                (pools.TryGetValue(pool, out var names) ? names : pools[pool] = new NamedUsers()).Add(user.Name);
            }
        }

        (_listing, _waiting) = ([.. pools.Values], rows);
        await Task.WhenAll(pools.Where(pool => pool.Value.Count > FewNames).Select(async pool =>
        {
            try
            {
                var reader = await pool.Key.Client.ConnectAsync(cancellationToken).ConfigureAwait(false);
                await reader.ListNamedAsync(pool.Key.UserPoolId, pool.Value, cancellationToken).ConfigureAwait(false);
            }
            catch (CognitoUnlinkException)
            {
                // Looking the users up one by one will meet the same problem, and report it.
            }
        })).ConfigureAwait(false);
        _listing = [];
        return pools;
    }

    // Rows of the same user usually follow one another.
    private Task<Verdict> JudgeAsync(
        RowUser user, Dictionary<RowUser, Task<Verdict>> known, Dictionary<(PoolClient Client, string UserPoolId), NamedUsers> listed, CancellationToken cancellationToken) =>
        known.TryGetValue(user, out var verdict) ? verdict : known[user] = JudgeAsync(user, listed.GetValueOrDefault((user.Client, user.UserPoolId)), cancellationToken);

    private async Task<Verdict> JudgeAsync(RowUser user, NamedUsers? listed, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await user.Client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var username = await reader.MayBeAliasAsync(user.UserPoolId, user.Name, cancellationToken).ConfigureAwait(false)
                ? await reader.UsernameOfAsync(user.UserPoolId, user.Name, listed, cancellationToken).ConfigureAwait(false)
                : user.Name;
            return new Verdict(shard.Has(username), null);
        }
        catch (CognitoUnlinkException problem)
        {
            return new Verdict(true, problem);
        }
    }

    private static async Task<bool> MayBeAliasAsync(RowUser user, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await user.Client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await reader.MayBeAliasAsync(user.UserPoolId, user.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException)
        {
            // Judging it will meet the same problem, and report it.
            return true;
        }
    }

    /// <param name="IsIn">Whether it is in the shard, or this cannot be determined.</param>
    /// <param name="Problem">Why it cannot be determined.</param>
    private sealed record Verdict(bool IsIn, CognitoUnlinkException? Problem);
}

/// <summary>A user as named by a row.</summary>
/// <param name="Client">The client for the pool.</param>
/// <param name="UserPoolId">The pool.</param>
/// <param name="Name">The username or an alias.</param>
public sealed record RowUser(PoolClient Client, string UserPoolId, string Name);
