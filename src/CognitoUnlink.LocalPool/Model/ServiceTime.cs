namespace CognitoUnlink.LocalPool.Model;

internal static class ServiceTime
{
    /// <summary>To the millisecond, as the service keeps time.</summary>
    public static DateTime Of(DateTimeOffset now) => now.UtcDateTime.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
}
