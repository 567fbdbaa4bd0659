using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Faults;

/// <summary>What happens to one call.</summary>
internal readonly record struct FaultEffect(TimeSpan Latency, LocalUserPoolFault? End)
{
    /// <exception cref="ServiceException">The call ends with an error.</exception>
    /// <exception cref="NoAnswerException">The call ends without an answer.</exception>
    public async Task ApplyAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, clock, cancellationToken).ConfigureAwait(false);
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
