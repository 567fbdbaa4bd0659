using System.IO.Enumeration;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Validation;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Texts;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Requests;

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

    /// <summary>The faults of a call, before or after it is carried out: all latencies add up, and the first other fault ends the call.</summary>
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

/// <summary>A fault and its counters. Not thread-safe.</summary>
internal sealed class ActiveFault(LocalUserPoolFault fault, ulong seed)
{
    private SplitMix64 _random = new(seed);
    private long _met;
    private int _applied;

    public LocalUserPoolFault Fault => fault with { Applied = _applied };

    // The stage is checked last: once an identity is unlinked, its owner is no longer known.
    public bool Concerns(CallTarget call, bool done) =>
        Wildcard.Matches(fault.Operation, call.Operation)
        && (fault.ProviderName is null || fault.ProviderName == call.ProviderName)
        && (fault.Username is null || fault.Username == call.Username)
        && fault.WhenDone == done;

    /// <summary>Counts a call that it concerns, and returns whether to apply to it.</summary>
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
    /// <summary>** and ?, ignoring case.</summary>
    public static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text);
}

/// <summary>Refuses a fault that contradicts itself or can never happen.</summary>
internal static class FaultCheck
{
    private static readonly StringShape s_errorCode = new() { Max = 128, Pattern = "[A-Za-z][A-Za-z0-9]*" };

    public static void Check(LocalUserPoolFault fault)
    {
        Require(fault.Operation is not null, "$.operation", "null is not allowed.");
        Require(OperationTable.Names.Any(name => Wildcard.Matches(fault.Operation, name)), "$.operation", $"No operation of the local user pool matches '{fault.Operation}'.{Meant(fault.Operation)}");
        Require(fault.Nth is null or > 0, "$.nth", "The first request is number 1.");
        Require(fault.Every is null or > 0, "$.every", "This must be 1 or more.");
        Require(fault.Probability is null or (> 0 and <= 1), "$.probability", "This must be more than 0 and at most 1.");
        Require(fault.Times is null or > 0, "$.times", "This must be 1 or more.");
        Require(fault.LatencyMilliseconds is null or > 0, "$.latencyMilliseconds", "This must be 1 or more.");

        bool[] effects = [fault.ErrorCode is not null, fault.ConnectionReset, fault.LatencyMilliseconds is not null, fault.Hang];
        Require(effects.Count(static given => given) == 1, "$", "A fault must have exactly one of errorCode, connectionReset, latencyMilliseconds and hang.");
        if (fault.ErrorCode is { } code)
        {
            DocumentReader.Check(s_errorCode, code, "$.errorCode");
        }
        else
        {
            Require(fault.Message is null, "$.message", "Only a fault with an errorCode can have a message.");
            Require(fault.StatusCode is null, "$.statusCode", "Only a fault with an errorCode can have a statusCode.");
        }

        Require(fault.StatusCode is null or (>= 400 and <= 599), "$.statusCode", "An error's status must be from 400 to 599.");
    }

    private static string Meant(string operation)
    {
        var near = OperationTable.Names
            .Where(name => name.StartsWith(operation, StringComparison.OrdinalIgnoreCase) || NearNames.Distance(operation.ToUpperInvariant(), name.ToUpperInvariant()) <= 3)
            .Order(StringComparer.Ordinal).Take(3).ToList();
        return near.Count == 0 ? string.Empty : $" Did you mean {string.Join(" or ", near)}?";
    }
}

internal readonly record struct FaultEffect(TimeSpan Latency, LocalUserPoolFault? End)
{
    /// <summary>About 49 days, the longest that a timer waits.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <exception cref="ServiceException">The call ends with an error.</exception>
    /// <exception cref="NoAnswerException">The call ends without an answer.</exception>
    public async Task ApplyAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency < s_longest ? Latency : s_longest, clock, cancellationToken).ConfigureAwait(false);
        }

        if (End is { ErrorCode: { } code })
        {
            throw ServiceErrors.Injected(code, End.Message, End.StatusCode);
        }

        if (End is not null)
        {
            throw new NoAnswerException(End.Hang);
        }
    }
}

internal sealed class NoAnswerException(bool hang) : Exception
{
    /// <summary>Whether the connection stays open.</summary>
    public bool Hang { get; } = hang;
}
