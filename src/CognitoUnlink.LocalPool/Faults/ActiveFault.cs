using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Seeding;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Faults;

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
