using System.Collections.Concurrent;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;

namespace CognitoUnlink.Running;

/// <summary>
/// Input of a rehearsal that waits until all names are known, so that one listing of a pool replaces a request for each.
/// The first ones of a pool do not wait: a few rows are looked up immediately, with immediate results. Used by the host's thread.
/// </summary>
internal sealed class HeldInput : IDisposable
{
    // This many requests take three seconds at the quota of ListUsers. With fewer, finding out how large the pool is would hardly pay.
    private const int FewNames = 100;

    // Bounds the memory: with more than this, pools are listed more than once.
    private const int MostHeld = 1_000_000;

    private readonly Func<RunInput, string?> _nameOf;
    private readonly Signal _changed;
    private readonly CancellationTokenSource _stop;
    private readonly Dictionary<(PoolClient Client, string UserPoolId), int> _lookedUp = [];
    private readonly ConcurrentDictionary<(UserReader Users, string UserPoolId), NamedUsers> _listed = [];
    private readonly Queue<RunInput> _inputs = new();
    private Task? _listing;

    /// <param name="nameOf">The name of the user that an input looks up; null for none.</param>
    /// <param name="changed">Set once waiting inputs may continue.</param>
    /// <param name="stop">Stops the run.</param>
    public HeldInput(Func<RunInput, string?> nameOf, Signal changed, CancellationToken stop)
    {
        (_nameOf, _changed) = (nameOf, changed);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>How many are waiting.</summary>
    public int Count => _inputs.Count;

    /// <summary>Whether inputs are waiting for more to come.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>Whether no more may be added until the waiting ones have continued.</summary>
    public bool IsReleasing => _listing is not null;

    /// <summary>How many users were listed so far, while pools are being listed; otherwise null.</summary>
    public long? Listed => _listing is { IsCompleted: false } ? _listed.Values.Sum(names => names.Listed) : null;

    /// <summary>Whether the next one may continue.</summary>
    public bool HasReleased => _listing is { IsCompleted: true } && Count > 0;

    /// <summary>Makes an input wait, if others do or enough of its pool were looked up one by one.</summary>
    /// <param name="input">The input.</param>
    /// <returns>Whether it waits.</returns>
    public bool Hold(RunInput input)
    {
        if (!IsHolding && !IsReleasing && !(IsHolding = IsOneOfMany(input)))
        {
            return false;
        }

        _inputs.Enqueue(input);
        if (Count >= MostHeld)
        {
            Release();
        }

        return true;
    }

    /// <summary>Lists the pools for which many users are needed, and lets the waiting inputs continue.</summary>
    public void Release()
    {
        if (!IsHolding || Count == 0)
        {
            return;
        }

        // A name's text is the row's own, so it is not stored twice.
        IsHolding = false;
        _inputs.TrimExcess();
        _listed.Clear();
        Dictionary<(PoolClient Client, string UserPoolId), NamedUsers> names = [];
        foreach (var input in _inputs)
        {
            if (input.Source is { } source && _nameOf(input) is { } name)
            {
                var pool = (source.Client, source.UserPoolId);
                (names.TryGetValue(pool, out var named) ? named : names[pool] = new NamedUsers()).Add(name);
            }
        }

        _listing = Task.Run(() => ListAsync([.. names.Where(pool => pool.Value.Count > FewNames)], _stop.Token), CancellationToken.None);
    }

    /// <summary>Takes the next one that may continue.</summary>
    /// <param name="input">The input.</param>
    public bool TryTake(out RunInput input)
    {
        input = default;
        if (!HasReleased)
        {
            return false;
        }

        _listing!.GetAwaiter().GetResult();
        input = _inputs.Dequeue();
        if (Count == 0)
        {
            (IsHolding, _listing) = (true, null);
        }

        return true;
    }

    /// <summary>The users found in a listing; null if there was none.</summary>
    /// <param name="users">Reads the pool.</param>
    /// <param name="userPoolId">The pool.</param>
    public NamedUsers? ListedOf(UserReader users, string userPoolId) => _listed.GetValueOrDefault((users, userPoolId));

    /// <summary>Ends the listing and lets nothing continue.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <returns>How many were waiting.</returns>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await (_listing ?? Task.CompletedTask).WaitAsync(patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var count = Count;
        _inputs.Clear();
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_listing?.IsCompleted != false)
        {
            _stop.Dispose();
        }
    }

    private bool IsOneOfMany(RunInput input)
    {
        if (input.Source is not { } source || _nameOf(input) is null)
        {
            return false;
        }

        var pool = (source.Client, source.UserPoolId);
        var before = _lookedUp.GetValueOrDefault(pool);
        _lookedUp[pool] = before + 1;
        return before >= FewNames;
    }

    private async Task ListAsync(IReadOnlyList<KeyValuePair<(PoolClient Client, string UserPoolId), NamedUsers>> pools, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(pools.Select(pool => ListAsync(pool.Key.Client, pool.Key.UserPoolId, pool.Value, cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            _changed.Set();
        }
    }

    private async Task ListAsync(PoolClient client, string userPoolId, NamedUsers names, CancellationToken cancellationToken)
    {
        try
        {
            var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            names.TrimExcess();
            _listed[(users, userPoolId)] = names;
            await users.ListNamedAsync(userPoolId, names, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is CognitoUnlinkException or OperationCanceledException)
        {
            // Looking the users up one by one will meet the same problem, and report it.
        }
    }
}
