using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

/// <summary>A service with a quota: a token bucket, which throttles when it is empty.</summary>
internal sealed class SimulatedService(VirtualClock clock, Random random, double requestsPerSecond)
{
    private readonly List<(TimeSpan At, bool IsAccepted)> _requests = [];
    private double? _tokens;
    private TimeSpan _filled;

    /// <summary>The requests per second that it accepts from now on.</summary>
    public double RequestsPerSecond { get; set; } = requestsPerSecond;

    /// <summary>How many requests it accepts at once after a pause.</summary>
    public double Burst { get; init; } = requestsPerSecond;

    /// <summary>The share of requests that it throttles at random, at any pace.</summary>
    public double RandomThrottles { get; init; }

    /// <summary>The requests per second from other applications, which are served first.</summary>
    public double OthersRequestsPerSecond { get; init; }

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    public async Task<bool> AnswerAsync(CancellationToken cancellationToken)
    {
        var isAccepted = TakeToken() && random.NextDouble() >= RandomThrottles;
        _requests.Add((clock.Elapsed, isAccepted));
        await Task.Delay(Latency, clock, cancellationToken);
        return isAccepted ? true : throw new CognitoException(CognitoErrorKind.Throttled, "Rate exceeded");
    }

    /// <summary>The accepted requests per second, from one second to another.</summary>
    public double Throughput(int from, int to) => Between(from, to).Count(request => request.IsAccepted) / (double)(to - from);

    /// <summary>The share of requests that were throttled.</summary>
    public double Throttled(int from, int to) => Between(from, to).Average(request => request.IsAccepted ? 0.0 : 1.0);

    private IEnumerable<(TimeSpan At, bool IsAccepted)> Between(int from, int to) =>
        _requests.Where(request => request.At >= TimeSpan.FromSeconds(from) && request.At < TimeSpan.FromSeconds(to));

    private bool TakeToken()
    {
        var passed = (clock.Elapsed - _filled).TotalSeconds;
        _filled = clock.Elapsed;
        _tokens = Math.Min(Burst, (_tokens ?? Burst) + (passed * RequestsPerSecond));
        for (var others = passed * OthersRequestsPerSecond; others > random.NextDouble() && _tokens >= 1; others--)
        {
            _tokens--;
        }

        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
