using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>The newest requests. Numbers go on when old ones are forgotten, so a gap shows that some are.</summary>
internal sealed class RequestLog(int capacity = RequestLog.DefaultCapacity)
{
    public const int DefaultCapacity = 500_000;

    private readonly object _gate = new();
    private readonly Queue<LoggedCall> _calls = new();
    private long _count;

    public void Add(LoggedCall call)
    {
        lock (_gate)
        {
            call.Number = ++_count;
            _calls.Enqueue(call);
            if (_calls.Count > capacity)
            {
                _calls.Dequeue();
            }
        }
    }

    public IReadOnlyList<LocalUserPoolRequest> Since(long number = 0)
    {
        LoggedCall[] calls;
        lock (_gate)
        {
            calls = [.. _calls];
        }

        return [.. calls.Where(call => call.Number > number).Select(static call => call.ToRequest())];
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _count = 0;
        }
    }
}
