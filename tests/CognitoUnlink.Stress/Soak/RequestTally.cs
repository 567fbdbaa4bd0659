using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak;

/// <summary>Counts from a pool's request log, which is read in parts because it keeps only the newest requests.</summary>
internal sealed class RequestTally(PoolProcess pool)
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<(string Operation, string Provider, string Attribute, string Value), (int Sent, int Done)> _changes = [];
    private long _last;

    public long Requests { get; private set; }

    public long Throttled { get; private set; }

    public long Expired { get; private set; }

    /// <summary>Answers with a service fault, and requests that got no answer.</summary>
    public long Failed { get; private set; }

    /// <summary>Requests to change something that had been sent before.</summary>
    public long Retried { get; private set; }

    /// <summary>Changes that were answered as done.</summary>
    public long Done { get; private set; }

    /// <summary>How often the changes of an operation were answered as done, by provider and value.</summary>
    public Dictionary<(string Provider, string Value), int> DoneBy(string operation) => _changes
        .Where(change => change.Key.Operation == operation && change.Value.Done > 0)
        .GroupBy(change => (change.Key.Provider, change.Key.Value), change => change.Value.Done)
        .ToDictionary(group => group.Key, group => group.Sum());

    public async Task ForgetAsync()
    {
        await _gate.WaitAsync();
        await pool.ForgetRequestsAsync();
        _changes.Clear();
        _last = 0;
        _gate.Release();
    }

    public async Task PullAsync()
    {
        await _gate.WaitAsync();
        try
        {
            foreach (var request in await pool.RequestsAsync(_last))
            {
                if (request.Number != _last + 1)
                {
                    throw new InvalidOperationException("The request log was too short.");
                }

                _last = request.Number;
                Add(request);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Add(LocalUserPoolRequest request)
    {
        Requests++;
        Throttled += request.ErrorCode == Faults.Throttle ? 1 : 0;
        Expired += request.ErrorCode == Faults.Expired ? 1 : 0;
        Failed += request.StatusCode is 0 or >= 500 ? 1 : 0;
        if (request.Operation is not (Faults.Unlink or Faults.Link) || request.ProviderName is null)
        {
            return;
        }

        var key = (request.Operation, request.ProviderName, request.ProviderAttributeName!, request.ProviderAttributeValue!);
        var (sent, done) = _changes.GetValueOrDefault(key);
        var isDone = request.StatusCode == 200;
        Retried += sent > 0 ? 1 : 0;
        Done += isDone ? 1 : 0;
        _changes[key] = (sent + 1, done + (isDone ? 1 : 0));
    }
}
