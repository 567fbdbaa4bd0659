namespace CognitoUnlink.LocalPool.Model;

internal static class ServiceTime
{
    /// <summary>To the millisecond, as the service keeps time.</summary>
    public static DateTime Of(DateTimeOffset now) => now.UtcDateTime.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));

    /// <summary>Whole milliseconds since 1970. A TimeSpan's TotalMilliseconds may be a hair below the whole number.</summary>
    public static long UnixMilliseconds(DateTime time) => new DateTimeOffset(time.Ticks, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
