using System.Diagnostics.CodeAnalysis;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Pacing;

/// <summary>Makes the calls of a run: repeats those that may succeed when repeated, and counts. Safe for many in flight.</summary>
/// <param name="gateway">Where calls go.</param>
public sealed class ServiceCaller(ICognitoGateway gateway)
{
    private const int MaximumAttempts = 6;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1.5);

    private long _requests;
    private long _throttled;
    private long _retried;

    /// <summary>Where calls go.</summary>
    public ICognitoGateway Gateway => gateway;

    /// <summary>Requests sent so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that the service answered with a throttle.</summary>
    public long Throttled => Interlocked.Read(ref _throttled);

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Makes a call, up to six times.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the call and the waiting.</param>
    /// <returns>The answer and the number of requests that it took.</returns>
    /// <exception cref="CognitoException">It failed for good.</exception>
    public async Task<(T Value, int Attempts)> CallAsync<T>(Func<ICognitoGateway, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var mayHaveTakenEffect = false;
        for (var attempt = 1; ; attempt++)
        {
            Interlocked.Increment(ref _requests);
            try
            {
                return (await call(gateway, cancellationToken).ConfigureAwait(false), attempt);
            }
            catch (CognitoException problem)
            {
                problem.Attempts = attempt;
                problem.MayHaveTakenEffect = mayHaveTakenEffect;
                mayHaveTakenEffect |= problem.IsTransient && problem.Kind != CognitoErrorKind.Throttled;
                if (problem.Kind == CognitoErrorKind.Throttled)
                {
                    Interlocked.Increment(ref _throttled);
                }

                if (!problem.IsTransient || attempt == MaximumAttempts)
                {
                    throw;
                }
            }

            await Task.Delay(DelayAfter(attempt), cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _retried);
        }
    }

    /// <summary>
    /// Makes a call that changes something. Cancelled, it starts no further attempt, but gives the one in flight a moment to
    /// end, so that its effect is known.
    /// </summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the waiting, and the call a moment later.</param>
    /// <returns>The answer and the number of requests that it took.</returns>
    /// <exception cref="CognitoException">It failed for good.</exception>
    public Task<(T Value, int Attempts)> CallForChangeAsync<T>(Func<ICognitoGateway, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(
            async (to, _) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var inFlight = new CancellationTokenSource();
                await using var stopping = cancellationToken.Register(() => inFlight.CancelAfter(s_grace)).ConfigureAwait(false);
                return await call(to, inFlight.Token).ConfigureAwait(false);
            },
            cancellationToken);

    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private static TimeSpan DelayAfter(int attempt)
    {
        var ceiling = Math.Min(s_longestDelay.TotalMilliseconds, s_firstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
