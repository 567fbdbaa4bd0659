using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Faults;

/// <summary>What happens to one call.</summary>
internal readonly record struct FaultEffect(TimeSpan Latency, LocalUserPoolFault? End)
{
    /// <summary>Some 49 days; no timer waits longer.</summary>
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
            throw ServiceErrors.Asked(code, End.Message, End.StatusCode);
        }

        if (End is not null)
        {
            throw new NoAnswerException(End.Hang);
        }
    }
}
