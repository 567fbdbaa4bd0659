using CognitoUnlink.Changes;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Core.Tests.Running;

public sealed class ChangeLimitTests
{
    [Theory]
    [InlineData(3600, 3590, 3598)]
    [InlineData(30, 24, 28)]
    [InlineData(5, 4, 4.5)]
    public void A_time_limit_first_stops_new_items_and_then_ends_those_in_flight(double time, double begins, double ends)
    {
        var clock = new ManualTime();
        var limit = new ChangeLimit(null, TimeSpan.FromSeconds(time), clock);

        clock.Now = TimeSpan.FromSeconds(begins - 0.01);
        Assert.True(limit.HasRoomBeside(1_000));
        limit.Check();

        clock.Now = TimeSpan.FromSeconds(begins);
        Assert.False(limit.HasRoomBeside(0));
        Assert.Equal(ErrorId.StopAfterReached, Assert.Throws<UnlinkException>(limit.Check).ErrorId);
        Assert.False(limit.IsOver);

        clock.Now = TimeSpan.FromSeconds(ends);
        Assert.True(limit.IsOver);
    }

    [Fact]
    public void Without_a_time_limit_nothing_is_stopped()
    {
        var clock = new ManualTime();
        var limit = new ChangeLimit(null, null, clock);
        clock.Now = TimeSpan.FromDays(400);
        Assert.True(limit.HasRoomBeside(1_000));
        limit.Check();
        Assert.False(limit.IsOver);
    }

    private sealed class ManualTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
