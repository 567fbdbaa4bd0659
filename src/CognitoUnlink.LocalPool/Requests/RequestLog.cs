using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>The newest requests. Numbers go on when old ones are forgotten, so a gap shows that some are.</summary>
internal sealed class RequestLog(int capacity = RequestLog.DefaultCapacity, long mostBytes = RequestLog.DefaultMostBytes)
{
    public const int DefaultCapacity = 500_000;
    public const long DefaultMostBytes = 256L * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Queue<LoggedCall> _calls = new();
    private long _count;
    private long _bytes;

    public void Add(LoggedCall call)
    {
        lock (_gate)
        {
            call.Number = ++_count;
            _calls.Enqueue(call);
            _bytes += call.Body?.Length ?? 0;
            while (_calls.Count > capacity || (_bytes > mostBytes && _calls.Count > 1))
            {
                _bytes -= _calls.Dequeue().Body?.Length ?? 0;
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
            (_count, _bytes) = (0, 0);
        }
    }
}
