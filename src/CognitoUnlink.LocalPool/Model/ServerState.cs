namespace CognitoUnlink.LocalPool.Model;

/// <summary>Everything the server knows. It is reached through <see cref="StateKeeper"/>, one caller at a time.</summary>
/// <param name="seed">The same seed gives the same ids to objects that clients create.</param>
/// <param name="behavior">The behavior of pools that clients create.</param>
internal sealed class ServerState(int seed, Behavior behavior)
{
    private readonly List<Pool> _pools = [];
    private readonly Dictionary<string, Pool> _byId = new(StringComparer.Ordinal);
    private readonly IdSource _ids = new(seed);

    public Behavior Behavior => behavior;

    public IReadOnlyList<Pool> Pools => _pools;

    public Pool? Find(string id) => _byId.GetValueOrDefault(id);

    public void Add(Pool pool)
    {
        _byId.Add(pool.Id, pool);
        _pools.Add(pool);
    }

    public void Remove(Pool pool)
    {
        _byId.Remove(pool.Id);
        _pools.Remove(pool);
    }

    public string NewPoolId(string region)
    {
        string id;
        do
        {
            id = _ids.PoolId(region);
        }
        while (_byId.ContainsKey(id));
        return id;
    }

    public string NewClientId() => _ids.ClientId();

    public string NewClientSecret() => _ids.ClientSecret();

    public string NewSub(Pool pool)
    {
        string sub;
        do
        {
            sub = _ids.Uuid();
        }
        while (pool.Users.FindBySub(sub) is not null);
        return sub;
    }
}

/// <summary>Gives one caller at a time access to the state, which can be replaced as a whole.</summary>
internal sealed class StateKeeper(Func<ServerState> initial)
{
    private readonly object _gate = new();
    private ServerState _current = initial();

    public T Use<T>(Func<ServerState, T> action)
    {
        lock (_gate)
        {
            return action(_current);
        }
    }

    public void Replace(ServerState state)
    {
        lock (_gate)
        {
            _current = state;
        }
    }

    public void Reset() => Replace(initial());
}

internal static class ServiceTime
{
    /// <summary>Truncated to milliseconds, as the service keeps time.</summary>
    public static DateTime Of(DateTimeOffset now) => now.UtcDateTime.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));

    /// <summary>Whole milliseconds since 1970. TimeSpan.TotalMilliseconds can be slightly below the whole number.</summary>
    public static long UnixMilliseconds(DateTime time) => new DateTimeOffset(time.Ticks, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
