using CognitoUnlink.Completion;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class LookupCacheTests
{
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly LookupCache<string> _cache;
    private int _lookups;

    public LookupCacheTests() => _cache = new(s_keep, _clock);

    [Fact]
    public void A_list_is_looked_up_again_only_after_it_expires()
    {
        Assert.Equal(["list 1"], Get("key"));
        _clock.Advance(s_keep - TimeSpan.FromTicks(1));
        Assert.Equal(["list 1"], Get("key"));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["list 2"], Get("key"));
    }

    [Fact]
    public void Each_key_has_its_own_list()
    {
        Assert.Equal(["list 1"], Get(("pool", "a")));
        Assert.Equal(["list 2"], Get(("pool", "b")));
        Assert.Equal(["list 1"], Get(("pool", "a")));
    }

    [Fact]
    public void A_failed_lookup_gives_an_empty_list_that_expires_early()
    {
        Assert.Empty(_cache.Get("key", _ => throw new InvalidOperationException()));
        Assert.Empty(Get("key"));

        _clock.Advance(LookupCache<string>.KeepFailure);
        Assert.Equal(["list 1"], Get("key"));
    }

    [Fact]
    public async Task A_slow_lookup_gives_nothing_at_first_and_its_result_later()
    {
        var late = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await WaitUntilPatienceEndsAsync(() => _cache.Get("key", _ => late.Task));
        Assert.Empty(first);

        late.SetResult(["late"]);

        Assert.Equal(["late"], Get("key"));
        Assert.Equal(0, _lookups);
    }

    [Fact]
    public async Task A_hanging_lookup_is_cancelled_and_tried_again()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.Empty(await WaitUntilPatienceEndsAsync(() => _cache.Get("key", async cancellation =>
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
    public async Task The_wait_ends_in_time_even_if_the_lookup_blocks_its_thread()
    {
        using var never = new ManualResetEventSlim();

        Assert.Empty(await WaitUntilPatienceEndsAsync(() => _cache.Get("key", _ =>
        {
            never.Wait(CancellationToken.None);
            return Task.FromResult<IReadOnlyList<string>>([]);
        })));
        never.Set();
    }

    [Fact]
    public void The_wait_leaves_part_of_two_seconds_to_the_shell() => Assert.InRange(LookupCache<string>.Patience, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.9));

    private IReadOnlyList<string> Get(object key) =>
        _cache.Get(key, _ => Task.FromResult<IReadOnlyList<string>>([$"list {Interlocked.Increment(ref _lookups)}"]));

    private async Task<IReadOnlyList<string>> WaitUntilPatienceEndsAsync(Func<IReadOnlyList<string>> get)
    {
        var waiting = Task.Run(get);

        // One timer for the lookup and one for the waiting caller.
        await UntilAsync(() => _clock.PendingTimers >= 2);
        _clock.Advance(LookupCache<string>.Patience - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        return await waiting;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
