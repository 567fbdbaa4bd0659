using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Calling;

/// <summary>Makes the calls of a run: at its pace, repeating those that may succeed when repeated, and counting. Safe for many in flight.</summary>
/// <param name="gateway">Where calls go.</param>
/// <param name="pace">When they go; null for as fast as the service takes them.</param>
/// <param name="log">Where attempts are told of; null for nowhere.</param>
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

    /// <summary>When they go.</summary>
    public RequestPace Pace => _pace;

    /// <summary>Where requests and attempts are told of; null for nowhere.</summary>
    public CallLog? Log => log;

    /// <summary>Requests sent so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that the service answered with a throttle.</summary>
    public long Throttled => Interlocked.Read(ref _throttled);

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>AdminGetUser requests, which make their users active, and so billed, in the month.</summary>
    public long BilledReads => Interlocked.Read(ref _billedReads);

    /// <summary>Counts a request that makes its user active in the month.</summary>
    internal void CountBilledRead() => Interlocked.Increment(ref _billedReads);

    /// <summary>Makes a call: up to 12 times while it is throttled, and up to six times while it fails otherwise in a way that may pass.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="category">What the service counts it against.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the call and the waiting.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="CognitoException">It failed for good.</exception>
    public async Task<T> CallAsync<T>(QuotaCategory category, Func<ICognitoGateway, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        (await CallAsync(category, null, call, cancellationToken).ConfigureAwait(false)).Value!;

    /// <summary>Reads a listing page by page, each page as <see cref="CallAsync{T}(QuotaCategory, Func{ICognitoGateway, CancellationToken, Task{T}}, CancellationToken)"/> makes a call.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="category">What the service counts a page against.</param>
    /// <param name="list">Reads the page of a token; the first one is null.</param>
    /// <param name="cancellationToken">Ends the call and the waiting.</param>
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
                // The thread that gave the turn has others to serve.
                var value = await call(gateway, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                _pace.Answered(category, sent, throttled: false);
                if (operation is not null)
                {
                    log?.TellOfAttempt($"{operation}: attempt {budget.Attempt} was answered.");
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
                    log?.TellOfAttempt($"{Describe(problem)}, and is not repeated.");
                    throw;
                }

                log?.TellOfAttempt(string.Create(CultureInfo.InvariantCulture, $"{Describe(problem)}; the next one follows in {next.TotalSeconds:0.00} s."));
                delay = next;
            }

            await Task.Delay(delay, _pace.Clock, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _retried);
        }
    }

    /// <summary>
    /// Makes a call that changes something. Cancelled, it starts no further attempt, but gives the one in flight a moment to
    /// end, so that its effect is known. Where it is not, the call is cancelled without <see cref="WithoutEffectException"/>.
    /// </summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="category">What the service counts it against.</param>
    /// <param name="prepare">
    /// Called before each attempt, when its turn has come, with the failure of the one before: whether it may be sent. Minutes may have passed since
    /// the last one.
    /// </param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the waiting, and the call a moment later.</param>
    /// <exception cref="CognitoException">It failed for good.</exception>
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
            // The thread that gave the turn has others to serve.
            return isReady = await prepare(before, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (CognitoUnlinkException) when (before?.MayHaveBeenCarriedOut == true)
        {
            // That nothing more can be sent does not undo the attempt before.
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

        // Without an answer nothing is known of the quota.
        if (problem.Kind is not (CognitoErrorKind.Timeout or CognitoErrorKind.ConnectionFailed))
        {
            _pace.Answered(category, sent, isThrottle);
        }
    }
}

/// <summary>What came of a call.</summary>
/// <typeparam name="T">What it answers.</typeparam>
/// <param name="Value">The answer; the default where the call was not sent.</param>
/// <param name="Attempts">The number of requests that it took.</param>
/// <param name="Throttled">How many of them were throttled.</param>
/// <param name="IsSent">Whether the last attempt was sent; false where what was to be prepared before it said no.</param>
public sealed record ServiceAnswer<T>(T? Value, int Attempts, int Throttled, bool IsSent);

/// <summary>How often a call may be repeated, and after which delays. A throttle costs nothing of what the other failures may.</summary>
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

    /// <summary>The number of the attempt that is made.</summary>
    public int Attempt => _throttles + _failures + 1;

    /// <summary>How many of the attempts so far were throttled.</summary>
    public int Throttles => _throttles;

    /// <summary>Takes in how an attempt failed, and tells the failure of those before.</summary>
    /// <param name="problem">The failure.</param>
    /// <returns>How long to wait before the next attempt; null when there is none.</returns>
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

/// <summary>A change was cancelled, and nothing that was sent for it had an effect.</summary>
internal sealed class WithoutEffectException(CancellationToken cancellationToken) : OperationCanceledException(cancellationToken);
