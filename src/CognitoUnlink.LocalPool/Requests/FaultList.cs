using System.IO.Enumeration;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Requests;

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

/// <summary>A fault, and what it has met so far. One caller at a time.</summary>
internal sealed class ActiveFault(LocalUserPoolFault fault, ulong seed)
{
    private SplitMix64 _random = new(seed);
    private long _met;
    private int _applied;

    public LocalUserPoolFault Fault => fault with { Applied = _applied };

    // The stage comes last: once an identity is unlinked, nothing tells any more whose it was.
    public bool Concerns(CallTarget call, bool done) =>
        Wildcard.Matches(fault.Operation, call.Operation)
        && (fault.ProviderName is null || fault.ProviderName == call.ProviderName)
        && (fault.Username is null || fault.Username == call.Username)
        && fault.WhenDone == done;

    /// <summary>Counts a call that it concerns, and says whether it is to happen to it.</summary>
    public bool Meets()
    {
        _met++;
        return (fault.Nth is not { } nth || _met == nth)
            && (fault.Every is not { } every || _met % every == 0)
            && (fault.Probability is not { } probability || _random.NextFraction() < probability)
            && (fault.Times is not { } times || _applied < times);
    }

    public void CountApplied() => _applied++;
}

internal static class Wildcard
{
    /// <summary>* and ?, whatever the case.</summary>
    public static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text);
}
