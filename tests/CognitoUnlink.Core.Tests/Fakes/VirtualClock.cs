namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>
/// A clock whose time passes as fast as its timers can fire, each a little late like a real one. Code that waits for a timer
/// continues at once on the thread that fires it.
/// </summary>
internal sealed class VirtualClock(Random? random = null) : TimeProvider
{
    private readonly Random _random = random ?? new Random(1);
    private readonly object _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Number)> _timers = new();
    private long _now;
    private long _count;

    /// <summary>How late a timer may be.</summary>
    public TimeSpan LatestTimer { get; init; } = TimeSpan.FromMilliseconds(16);

    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Fires the timers that are due until then, one after another.</summary>
    public void RunUntil(TimeSpan time)
    {
        while (Next(time) is { } timer)
        {
            timer.Fire();
        }

        Volatile.Write(ref _now, time.Ticks);
    }

    /// <summary>Fires timers until the task has ended.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        await RunAsync((Task)task);
        return await task;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task RunAsync(Task task)
    {
        await Task.Run(() =>
        {
            while (!task.IsCompleted)
            {
                if (Next(TimeSpan.MaxValue) is { } timer)
                {
                    timer.Fire();
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        await task;
    }

    private VirtualTimer? Next(TimeSpan time)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var timer, out var at) && at.Due <= time.Ticks)
            {
                _timers.Dequeue();
                if (timer.Number == at.Number)
                {
                    Volatile.Write(ref _now, Math.Max(_now, at.Due));
                    return timer;
                }
            }

            return null;
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, Action callback) : ITimer
    {
        /// <summary>The number of its last change; what was queued before no longer counts.</summary>
        public long Number { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Number = ++clock._count;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    var late = (long)(clock._random.NextDouble() * clock.LatestTimer.Ticks);
                    clock._timers.Enqueue(this, (clock._now + dueTime.Ticks + late, Number));
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
