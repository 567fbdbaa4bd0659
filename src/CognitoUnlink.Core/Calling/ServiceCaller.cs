using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Calling;

/// <summary>Makes the calls of a run: paces them, retries those that may succeed on retry, and counts them. Thread-safe.</summary>
/// <param name="gateway">Where calls go.</param>
/// <param name="pace">When calls are made; null for as fast as the service accepts them.</param>
/// <param name="log">Where attempts are logged; null for no logging.</param>
public sealed class ServiceCaller(ICognitoGateway gateway, RequestPace? pace = null, CallLog? log = null)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1.5);

    private readonly RequestPace _pace = pace ?? new RequestPace(QuotaCategory.UserUpdate, null);
    private long _requests;
    private long _throttled;
    private long _retried;
    private long _billedReads;

    /// <summary>Where calls go.</summary>
    public ICognitoGateway Gateway => gateway;

    /// <summary>The pace of the calls.</summary>
    public RequestPace Pace => _pace;

    /// <summary>Where requests and attempts are logged; null for no logging.</summary>
    public CallLog? Log => log;

    /// <summary>Requests sent so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that the service answered with a throttle.</summary>
    public long Throttled => Interlocked.Read(ref _throttled);

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>AdminGetUser requests, which make their users active, and so billed, for the month.</summary>
    public long BilledReads => Interlocked.Read(ref _billedReads);

    /// <summary>Counts a request that makes its user active for the month.</summary>
    internal void CountBilledRead() => Interlocked.Increment(ref _billedReads);

    /// <summary>Makes a call, with up to 12 attempts when throttled and up to six for other transient failures.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="category">The quota category it counts against.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the call and the wait.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="CognitoException">The call failed for good.</exception>
    public async Task<T> CallAsync<T>(QuotaCategory category, Func<ICognitoGateway, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        (await CallAsync(category, null, call, cancellationToken).ConfigureAwait(false)).Value!;

    /// <summary>Reads a listing page by page, each page with <see cref="CallAsync{T}(QuotaCategory, Func{ICognitoGateway, CancellationToken, Task{T}}, CancellationToken)"/>.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="category">The quota category that a page counts against.</param>
    /// <param name="list">Reads the page for a token; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call and the wait.</param>
    /// <exception cref="CognitoException">A page cannot be read.</exception>
    internal IAsyncEnumerable<T> ListAsync<T>(QuotaCategory category, Func<ICognitoGateway, string?, CancellationToken, Task<Page<T>>> list, CancellationToken cancellationToken) =>
        Pages.ReadAsync(token => CallAsync(category, (to, cancellation) => list(to, token, cancellation), cancellationToken));

    private async Task<ServiceAnswer<T>> CallAsync<T>(
        QuotaCategory category, Func<CognitoException?, CancellationToken, Task<bool>>? prepare, Func<ICognitoGateway, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var budget = new RetryBudget();
        string? operation = null;
        CognitoException? before = null;
        while (true)
        {
            var sent = await _pace.WaitAsync(category, cancellationToken).ConfigureAwait(false);
            if (prepare is not null && !await PrepareAsync(category, prepare, before, cancellationToken).ConfigureAwait(false))
            {
                return new ServiceAnswer<T>(default, budget.Attempt - 1, budget.Throttles, IsSent: false);
            }

            Interlocked.Increment(ref _requests);
            TimeSpan delay;
            try
            {
                // The thread that granted the turn has others to serve.
                var value = await call(gateway, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                _pace.Answered(category, sent, throttled: false);
                if (operation is not null)
                {
                    log?.WriteAttempt($"{operation}: attempt {budget.Attempt} was answered.");
                }

                return new ServiceAnswer<T>(value, budget.Attempt, budget.Throttles, IsSent: true);
            }
            catch (CognitoException problem)
            {
                CountAnswer(problem, category, sent);
                before = problem;
                operation = problem.Operation;
                if (budget.DelayAfter(problem) is not { } next)
                {
                    log?.WriteAttempt($"{Describe(problem)}; not retried.");
                    throw;
                }

                log?.WriteAttempt(string.Create(CultureInfo.InvariantCulture, $"{Describe(problem)}; retrying in {next.TotalSeconds:0.00} s."));
                delay = next;
            }

            await Task.Delay(delay, _pace.Clock, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _retried);
        }
    }

    /// <summary>
    /// Makes a call that changes something. When cancelled, it starts no further attempt, but gives the one in flight a
    /// moment to end, so that its effect is known. If not, it does not throw <see cref="WithoutEffectException"/>.
    /// </summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="category">The quota category it counts against.</param>
    /// <param name="prepare">
    /// Called before each attempt, when its turn has come, with the previous failure; returns whether to send it. Minutes may have passed since the
    /// last attempt.
    /// </param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the wait, and the call a moment later.</param>
    /// <exception cref="CognitoException">The call failed for good.</exception>
    public async Task<ServiceAnswer<T>> CallForChangeAsync<T>(
        QuotaCategory category, Func<CognitoException?, CancellationToken, Task<bool>> prepare, Func<ICognitoGateway, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var mayBeCarriedOut = false;
        try
        {
            return await CallAsync(category, prepare, SendAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!mayBeCarriedOut)
        {
            throw new WithoutEffectException(cancellationToken);
        }

        async Task<T> SendAsync(ICognitoGateway to, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            using var inFlight = new CancellationTokenSource();
            await using var stopping = token.Register(() => inFlight.CancelAfter(s_grace)).ConfigureAwait(false);
            try
            {
                return await call(to, inFlight.Token).ConfigureAwait(false);
            }
            catch (CognitoException problem)
            {
                mayBeCarriedOut |= problem.MayHaveBeenCarriedOut;
                throw;
            }
            catch (OperationCanceledException)
            {
                mayBeCarriedOut = true;
                throw;
            }
        }
    }

    private async Task<bool> PrepareAsync(QuotaCategory category, Func<CognitoException?, CancellationToken, Task<bool>> prepare, CognitoException? before, CancellationToken cancellationToken)
    {
        var isReady = false;
        try
        {
            // The thread that granted the turn has others to serve.
            return isReady = await prepare(before, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (CognitoUnlinkException) when (before?.MayHaveBeenCarriedOut == true)
        {
            // Being unable to send more does not undo the previous attempt.
            throw before;
        }
        finally
        {
            if (!isReady)
            {
                _pace.GiveBack(category);
            }
        }
    }

    private static string Describe(CognitoException problem) =>
        $"{problem.Operation}: attempt {problem.Attempts} {(problem.Kind == CognitoErrorKind.Throttled ? "was throttled" : "failed")} ({problem.ErrorCode ?? problem.Kind.ToString()}, request id {problem.RequestId ?? "none"})";

    private void CountAnswer(CognitoException problem, QuotaCategory category, TimeSpan sent)
    {
        var isThrottle = problem.Kind == CognitoErrorKind.Throttled;
        if (isThrottle)
        {
            Interlocked.Increment(ref _throttled);
        }

        // Without an answer, nothing is known about the quota.
        if (problem.Kind is not (CognitoErrorKind.Timeout or CognitoErrorKind.ConnectionFailed))
        {
            _pace.Answered(category, sent, isThrottle);
        }
    }
}

/// <summary>The result of a call.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <param name="Value">The answer; the default if the call was not sent.</param>
/// <param name="Attempts">The number of requests it took.</param>
/// <param name="Throttled">How many of them were throttled.</param>
/// <param name="IsSent">Whether the last attempt was sent; false if its preparation returned false.</param>
public sealed record ServiceAnswer<T>(T? Value, int Attempts, int Throttled, bool IsSent);

/// <summary>How often a call may be retried, and after which delays. Throttles do not count towards the limit for other failures.</summary>
internal sealed class RetryBudget
{
    private const int MaximumFailures = 6;

    // A throttled request did nothing, and the pace slows down for it.
    private const int MaximumThrottles = 12;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);

    private int _throttles;
    private int _failures;
    private bool _mayHaveTakenEffect;

    /// <summary>The number of the current attempt.</summary>
    public int Attempt => _throttles + _failures + 1;

    /// <summary>How many of the attempts so far were throttled.</summary>
    public int Throttles => _throttles;

    /// <summary>Records how an attempt failed, and adds the previous attempts to the failure.</summary>
    /// <param name="problem">The failure.</param>
    /// <returns>How long to wait before the next attempt; null if there is none.</returns>
    public TimeSpan? DelayAfter(CognitoException problem)
    {
        problem.Attempts = Attempt;
        problem.Throttled = _throttles;
        problem.MayHaveTakenEffect = _mayHaveTakenEffect;
        if (!problem.IsTransient)
        {
            return null;
        }

        if (problem.Kind == CognitoErrorKind.Throttled)
        {
            problem.Throttled = ++_throttles;
            return _throttles < MaximumThrottles ? Delay(_throttles) : null;
        }

        _mayHaveTakenEffect = true;
        return ++_failures < MaximumFailures ? Delay(_failures) : null;
    }

    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private static TimeSpan Delay(int failures)
    {
        var ceiling = Math.Min(s_longestDelay.TotalMilliseconds, s_firstDelay.TotalMilliseconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}

/// <summary>A change was cancelled, and nothing sent for it had any effect.</summary>
internal sealed class WithoutEffectException(CancellationToken cancellationToken) : OperationCanceledException(cancellationToken);
