using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

public class RequestPaceTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<(int Number, double At)> _sent = [];

    [Theory]
    [InlineData(QuotaCategory.UserUpdate, 15.0, 15.0, 72.0, 18.0, 3.0, 9.0, 3.0, 3.0, 18.0)]
    [InlineData(QuotaCategory.UserList, 15.0, 12.5, 60.0, 15.0, 2.5, 7.5, 2.5, 2.5, 15.0)]
    [InlineData(QuotaCategory.UserUpdate, 0.5, 0.5, 2.4, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)]
    [InlineData(QuotaCategory.UserUpdate, 50.0, 50.0, 240.0, 60.0, 10.0, 30.0, 10.0, 10.0, 60.0)]
    public void Every_category_gets_the_same_share_of_its_quota(QuotaCategory category, double rate, params double[] expected)
    {
        var pace = new RequestPace(category, rate);

        Assert.Equal(expected.Select(each => (double?)each), Enum.GetValues<QuotaCategory>().Select(pace.RequestsPerSecond));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.0009)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_that_is_too_low_or_not_finite_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestPace(QuotaCategory.UserUpdate, rate));

    [Fact]
    public async Task Requests_are_sent_one_by_one_in_order()
    {
        await SendAsync(new RequestPace(QuotaCategory.UserUpdate, 10, _clock), 20);

        Assert.Equal(Enumerable.Range(0, 20), _sent.Select(sent => sent.Number));
        Assert.All(_sent, sent => Assert.InRange(sent.At, 0.1 * sent.Number, (0.1 * sent.Number) + 0.02));
    }

    [Fact]
    public async Task An_unused_pace_does_not_start_with_a_burst()
    {
        var pace = new RequestPace(QuotaCategory.UserUpdate, 10, _clock);
        _clock.RunUntil(TimeSpan.FromSeconds(60));

        await SendAsync(pace, 20);

        Assert.All(_sent, sent => Assert.True(sent.At >= 60 + (0.1 * sent.Number)));
    }

    [Fact]
    public async Task After_a_pause_only_a_few_requests_are_caught_up()
    {
        var pace = new RequestPace(QuotaCategory.UserUpdate, 10, _clock);
        await SendAsync(pace, 1);
        _clock.RunUntil(TimeSpan.FromSeconds(60));

        await SendAsync(pace, 20);

        Assert.All(_sent.Skip(1), sent => Assert.True(sent.At >= 59.75 + (0.1 * sent.Number)));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(72)]
    [InlineData(333)]
    public async Task The_average_rate_is_kept_although_timers_are_late(double rate)
    {
        await SendAsync(new RequestPace(QuotaCategory.UserUpdate, rate, _clock), 5000);

        Assert.InRange(_sent[^1].At, 4999 / rate, (4999 / rate) + 0.15);
    }

    [Fact]
    public async Task A_retry_waits_for_its_turn_too()
    {
        var times = new List<double>();
        var caller = new ServiceCaller(new FakeGateway(), new RequestPace(QuotaCategory.UserUpdate, 0.1, _clock));

        await _clock.RunAsync(caller.CallAsync(
            QuotaCategory.UserUpdate,
            (_, _) =>
            {
                times.Add(_clock.Elapsed.TotalSeconds);
                return times.Count < 3 ? Task.FromException<bool>(FakeGateway.Error(CognitoErrorKind.ServiceFault, "no")) : Task.FromResult(true);
            },
            CancellationToken.None));

        Assert.Equal(3, times.Count);
        Assert.True(times[1] >= 10 && times[2] >= 20);
    }

    [Fact]
    public async Task A_cancelled_request_leaves_its_turn_to_the_next()
    {
        using var stop = new CancellationTokenSource();
        var caller = new ServiceCaller(new FakeGateway(), new RequestPace(QuotaCategory.UserUpdate, 0.1, _clock));
        await CallAsync(caller, 0);
        var second = CallAsync(caller, 1, stop.Token);
        var third = CallAsync(caller, 2);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await _clock.RunAsync(third);

        Assert.Equal([0, 2], _sent.Select(sent => sent.Number));
        Assert.InRange(_sent[1].At, 10, 10.1);
    }

    [Fact]
    public async Task Categories_do_not_wait_for_each_other()
    {
        var caller = new ServiceCaller(new FakeGateway(), new RequestPace(QuotaCategory.UserUpdate, 0.1, _clock));
        await CallAsync(caller, 0);
        var waiting = CallAsync(caller, 1);

        await caller.CallAsync(QuotaCategory.UserRead, (_, _) => Task.FromResult(true), CancellationToken.None);

        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Without_a_limit_no_request_waits()
    {
        await SendAsync(new RequestPace(QuotaCategory.UserUpdate, null, _clock), 100);

        Assert.All(_sent, sent => Assert.Equal(0, sent.At));
    }

    private async Task SendAsync(RequestPace pace, int count)
    {
        var caller = new ServiceCaller(new FakeGateway(), pace);
        var first = _sent.Count;
        await _clock.RunAsync(Task.WhenAll(Enumerable.Range(first, count).Select(number => CallAsync(caller, number))));
    }

    private Task<bool> CallAsync(ServiceCaller caller, int number, CancellationToken cancellationToken = default) => caller.CallAsync(
        QuotaCategory.UserUpdate,
        (_, _) =>
        {
            lock (_sent)
            {
                _sent.Add((number, _clock.Elapsed.TotalSeconds));
            }

            return Task.FromResult(true);
        },
        cancellationToken);
}
