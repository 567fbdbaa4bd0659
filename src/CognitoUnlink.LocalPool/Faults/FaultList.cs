using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Seeding;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Faults;

/// <summary>The faults of a server.</summary>
internal sealed class FaultList(int seed)
{
    private readonly object _gate = new();
    private readonly List<ActiveFault> _faults = [];

    public IReadOnlyList<LocalUserPoolFault> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults.Select(static active => active.Fault)];
            }
        }
    }

    public void Add(LocalUserPoolFault fault)
    {
        FaultCheck.Check(fault);
        lock (_gate)
        {
            _faults.Add(new ActiveFault(fault, SplitMix64.SeedOf("fault", unchecked((ulong)seed), (ulong)_faults.Count)));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>What happens to a call before it is done, or after: every latency that comes up, then the first that ends it.</summary>
    public FaultEffect Choose(CallTarget call, bool done)
    {
        lock (_gate)
        {
            var latency = TimeSpan.Zero;
            LocalUserPoolFault? end = null;
            foreach (var active in _faults.Where(active => active.Concerns(call, done) && active.Meets()))
            {
                if (active.Fault.LatencyMilliseconds is { } milliseconds)
                {
                    latency += TimeSpan.FromMilliseconds(milliseconds);
                    active.CountApplied();
                }
                else if (end is null)
                {
                    end = active.Fault;
                    active.CountApplied();
                }
            }

            return new(latency, end);
        }
    }
}
