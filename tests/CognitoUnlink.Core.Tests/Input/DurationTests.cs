using CognitoUnlink.Texts;

namespace CognitoUnlink.Core.Tests.Input;

public sealed class DurationTests
{
    [Theory]
    [InlineData("1s", 1)]
    [InlineData("90s", 90)]
    [InlineData("25m", 1500)]
    [InlineData("2H", 7200)]
    [InlineData(" 1h30m ", 5400)]
    [InlineData("1h0m5s", 3605)]
    [InlineData("00:25:00", 1500)]
    [InlineData("23:59:59", 86399)]
    [InlineData("24:00:00", 86400)]
    [InlineData("25:30", 91800)]
    [InlineData("1.00:00:00", 86400)]
    [InlineData("720h", 2592000)]
    public void A_duration_with_units_or_colons_is_read(string text, double seconds) => Assert.Equal(seconds, Duration.Parse(text)?.TotalSeconds);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("25")]
    [InlineData("2.5h")]
    [InlineData("m")]
    [InlineData("30m1h")]
    [InlineData("-5m")]
    [InlineData("-00:05:00")]
    [InlineData("0s")]
    [InlineData("00:60:00")]
    [InlineData("721:00:00")]
    [InlineData("721h")]
    [InlineData("99999999999999m")]
    [InlineData("5 m")]
    public void Anything_else_is_not_a_duration(string? text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData(4, "4 s")]
    [InlineData(60, "1 min")]
    [InlineData(5405, "1 h 30 min 5 s")]
    [InlineData(90000, "25 h")]
    public void A_duration_is_described_with_units(double seconds, string text) => Assert.Equal(text, Duration.Describe(TimeSpan.FromSeconds(seconds)));
}
