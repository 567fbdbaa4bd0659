using CognitoUnlink.Running;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Running;

public class RunProgressTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Progress_is_shown_after_a_second_and_then_five_times_a_second()
    {
        var progress = new RunProgress(_clock);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(progress.IsDue);
        Assert.False(progress.WasShown);

        var shown = 0;
        for (var i = 0; i < 2001; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            if (progress.IsDue)
            {
                progress.Show(i, null);
                shown++;
            }
        }

        Assert.True(progress.WasShown);
        Assert.Equal(11, shown);
    }

    [Fact]
    public void Progress_has_a_rate_a_percentage_and_the_time_left()
    {
        var progress = new RunProgress(_clock);
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(new ProgressState(100, 0, 0, 25, 10, TimeSpan.FromSeconds(36)), progress.Show(100, 1000));
    }

    [Fact]
    public void The_rate_is_the_recent_one()
    {
        var progress = new RunProgress(_clock);
        for (var second = 1; second <= 60; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.Show(second <= 30 ? second * 100 : 3000 + ((second - 30) * 10), null);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, progress.Show(3310, null).PerSecond, 0.5);
    }

    [Fact]
    public void Progress_beyond_the_estimate_stays_at_100_percent()
    {
        var progress = new RunProgress(_clock);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new ProgressState(150, 0, 0, 15, 100, TimeSpan.Zero), progress.Show(150, 100));
    }

    [Fact]
    public void Unknown_values_are_not_shown()
    {
        var progress = new RunProgress(_clock);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(new ProgressState(0, 0, 0, 0, 0, null), progress.Show(0, 100));
        Assert.Equal((null, null), (progress.Show(5, null).PercentComplete, progress.Show(5, 0).PercentComplete));
    }

    [Fact]
    public void Errors_and_retries_are_described_only_if_there_are_any()
    {
        Assert.Equal("12,345 identities, 14.8 a second", new ProgressState(12345, 0, 0, 14.82, null, null).Describe("identities"));
        Assert.Equal("7 users, 0 a second, 2 with an error, 1,000 requests retried", new ProgressState(7, 2, 1000, 0, null, null).Describe("users"));
    }
}
