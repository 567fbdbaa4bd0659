namespace CognitoUnlink.LocalPool.Model;

/// <summary>Lets one caller at a time at the state, which can be replaced as a whole.</summary>
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
