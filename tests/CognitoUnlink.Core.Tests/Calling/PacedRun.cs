using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

/// <summary>A run of sixteen workers against a simulated service, in virtual time.</summary>
internal sealed class PacedRun
{
    private const int Workers = 16;

    private readonly VirtualClock _clock;
    private readonly ServiceCaller _caller;

    /// <summary>Creates the run. Its random numbers are the same each time, except for the delays between attempts.</summary>
    public PacedRun(double? limit, Func<VirtualClock, Random, SimulatedService> service, int seed = 1)
    {
        var random = new Random(seed);
        _clock = new VirtualClock(random);
        Service = service(_clock, random);
        Pace = new RequestPace(QuotaCategory.UserUpdate, limit, _clock);
        _caller = new ServiceCaller(new FakeGateway(), Pace);
    }

    public SimulatedService Service { get; }

    public RequestPace Pace { get; }

    /// <summary>Calls that failed for good.</summary>
    public int Failed { get; private set; }

    /// <summary>Continues the run for a while.</summary>
    /// <param name="seconds">Seconds.</param>
    /// <param name="atSecond">Called at the beginning of each second.</param>
    public Task RunAsync(int seconds, Action<int>? atSecond = null) => Task.Run(() =>
    {
        using var stop = new CancellationTokenSource();
        for (var worker = 0; worker < Workers; worker++)
        {
            _ = WorkAsync(stop.Token);
        }

        for (var second = 0; second < seconds; second++)
        {
            atSecond?.Invoke(second);
            _clock.RunUntil(TimeSpan.FromSeconds(second + 1));
        }

        stop.Cancel();
    });

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _caller.CallAsync(QuotaCategory.UserUpdate, (_, cancellation) => Service.AnswerAsync(cancellation), cancellationToken);
            }
            catch (CognitoException)
            {
                Failed++;
            }
        }
    }
}
