using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

/// <summary>Whole runs in virtual time, with timers up to 16 ms late. Bounds leave room for chance.</summary>
public class AdaptationTests
{
    private static Func<VirtualClock, Random, SimulatedService> Service(double requestsPerSecond, double? burst = null) =>
        (clock, random) => new SimulatedService(clock, random, requestsPerSecond) { Burst = burst ?? requestsPerSecond };

    private static Func<VirtualClock, Random, SimulatedService> ThrottlingAtRandom(double share) =>
        (clock, random) => new SimulatedService(clock, random, 10_000) { RandomThrottles = share };

    [Theory]
    [InlineData(25)]
    [InlineData(2)]
    public async Task A_limit_equal_to_the_quota_is_reached_almost_without_throttling(double burst)
    {
        var run = new PacedRun(25, Service(25, burst));

        await run.RunAsync(60);

        Assert.InRange(run.Service.Throughput(0, 60), 24, 25.1);
        Assert.InRange(run.Service.Throttled(0, 60), 0, 0.01);
        Assert.Empty(run.Pace.TakeNewReductions());
    }

    [Theory]
    [InlineData(25, 10, 10)]
    [InlineData(25, 10, 2)]
    [InlineData(25, 20, 20)]
    [InlineData(100, 10, 10)]
    public async Task A_quota_below_the_limit_is_fully_used_with_little_throttling(double limit, double quota, double burst)
    {
        var run = new PacedRun(limit, Service(quota, burst));

        await run.RunAsync(120);

        Assert.InRange(run.Service.Throughput(0, 120), 0.95 * quota, 1.02 * quota);
        Assert.InRange(run.Service.Throughput(60, 120), 0.95 * quota, 1.02 * quota);
        Assert.InRange(run.Service.Throttled(60, 120), 0, 0.04);
        Assert.Equal(0, run.Failed);
    }

    [Fact]
    public async Task Slow_answers_do_not_keep_a_run_below_the_quota()
    {
        var run = new PacedRun(25, (clock, random) => new SimulatedService(clock, random, 10) { Latency = TimeSpan.FromMilliseconds(600) });

        await run.RunAsync(120);

        Assert.InRange(run.Service.Throughput(0, 120), 9.8, 10.2);
    }

    [Fact]
    public async Task Random_throttling_does_not_bring_a_run_to_a_standstill()
    {
        var run = new PacedRun(100, ThrottlingAtRandom(0.05));

        await run.RunAsync(120);

        Assert.InRange(run.Service.Throughput(0, 120), 70, 100);
        Assert.Equal(0, run.Failed);
    }

    [Fact]
    public async Task Speed_lost_to_random_throttling_is_regained()
    {
        var late = new List<double>();
        for (var seed = 1; seed <= 10; seed++)
        {
            var run = new PacedRun(100, ThrottlingAtRandom(0.05), seed);
            await run.RunAsync(600);
            late.Add(run.Service.Throughput(480, 600));
        }

        Assert.InRange(late.Average(), 90, 96);
    }

    [Fact]
    public async Task A_restored_quota_is_used_again()
    {
        var run = new PacedRun(25, Service(5));

        await run.RunAsync(150, second => run.Service.RequestsPerSecond = second < 60 ? 5 : 25);

        Assert.InRange(run.Service.Throughput(30, 60), 4.5, 5.5);
        Assert.InRange(run.Service.Throughput(140, 150), 20, 25.5);
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(25, 2)]
    public async Task Without_a_limit_a_run_finds_the_quota(double quota, double burst)
    {
        var run = new PacedRun(null, Service(quota, burst));

        await run.RunAsync(60);

        Assert.InRange(run.Service.Throughput(30, 60), 0.9 * quota, 1.02 * quota);
        Assert.InRange(run.Service.Throttled(30, 60), 0, 0.05);
    }

    [Fact]
    public async Task A_run_uses_what_other_applications_leave_of_the_quota()
    {
        var run = new PacedRun(25, (clock, random) => new SimulatedService(clock, random, 25) { OthersRequestsPerSecond = 10 });

        await run.RunAsync(120);

        Assert.InRange(run.Service.Throughput(0, 120), 12, 16);
    }

    [Fact]
    public async Task A_slowdown_is_reported_once()
    {
        var run = new PacedRun(25, Service(10));

        await run.RunAsync(60);

        var reduction = Assert.Single(run.Pace.TakeNewReductions());
        Assert.Equal((QuotaCategory.UserUpdate, 25), (reduction.Category, reduction.Limit));
        Assert.InRange(reduction.RequestsPerSecond, 8, 12);
        Assert.Empty(run.Pace.TakeNewReductions());
    }
}
