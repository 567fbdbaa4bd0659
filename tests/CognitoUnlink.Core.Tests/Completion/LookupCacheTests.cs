using CognitoUnlink.Completion;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class LookupCacheTests
{
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly LookupCache<string> _cache;
    private int _looked;

    public LookupCacheTests() => _cache = new(s_keep, _clock);

    [Fact]
    public void A_list_is_looked_up_once_while_it_stands()
    {
        Assert.Equal(["list 1"], Get("key"));
        _clock.Advance(s_keep - TimeSpan.FromTicks(1));
        Assert.Equal(["list 1"], Get("key"));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["list 2"], Get("key"));
    }

    [Fact]
    public void Each_key_has_its_list()
    {
        Assert.Equal(["list 1"], Get(("pool", "a")));
        Assert.Equal(["list 2"], Get(("pool", "b")));
        Assert.Equal(["list 1"], Get(("pool", "a")));
    }

    [Fact]
    public void A_failure_is_an_empty_list_that_does_not_stand_long()
    {
        Assert.Empty(_cache.Get("key", _ => throw new InvalidOperationException()));
        Assert.Empty(Get("key"));

        _clock.Advance(LookupCache<string>.KeepFailure);
        Assert.Equal(["list 1"], Get("key"));
    }

    [Fact]
    public async Task A_lookup_that_takes_too_long_gives_nothing_and_then_what_it_found()
    {
        var late = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await WaitInVain(() => _cache.Get("key", _ => late.Task));
        Assert.Empty(first);

        late.SetResult(["late"]);

        Assert.Equal(["late"], Get("key"));
        Assert.Equal(0, _looked);
    }

    [Fact]
    public async Task A_lookup_that_hangs_is_ended_and_tried_again()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.Empty(await WaitInVain(() => _cache.Get("key", async cancellation =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                ended.SetResult();
            }

            return [];
        })));

        _clock.Advance(LookupCache<string>.Longest - LookupCache<string>.Patience);
        await ended.Task;
        await UntilAsync(() =>
        {
            _clock.Advance(LookupCache<string>.KeepFailure);
            return Get("key") is ["list 1"];
        });
    }

    [Fact]
    public async Task Whoever_waits_is_done_in_time_even_when_the_lookup_blocks_its_thread()
    {
        using var never = new ManualResetEventSlim();

        Assert.Empty(await WaitInVain(() => _cache.Get("key", _ =>
        {
            never.Wait(CancellationToken.None);
            return Task.FromResult<IReadOnlyList<string>>([]);
        })));
        never.Set();
    }

    [Fact]
    public void The_shell_has_its_part_of_two_seconds() => Assert.InRange(LookupCache<string>.Patience, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.9));

    private IReadOnlyList<string> Get(object key) =>
        _cache.Get(key, _ => Task.FromResult<IReadOnlyList<string>>([$"list {Interlocked.Increment(ref _looked)}"]));

    private async Task<IReadOnlyList<string>> WaitInVain(Func<IReadOnlyList<string>> get)
    {
        var waiting = Task.Run(get);

        // That of the lookup, and that of whoever waits.
        await UntilAsync(() => _clock.PendingTimers >= 2);
        _clock.Advance(LookupCache<string>.Patience - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        return await waiting;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
