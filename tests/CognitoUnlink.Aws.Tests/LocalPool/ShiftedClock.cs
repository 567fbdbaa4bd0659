namespace CognitoUnlink.Aws.Tests.LocalPool;

/// <summary>The current time plus an offset.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticksAhead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticksAhead));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticksAhead, time.Ticks);
}
