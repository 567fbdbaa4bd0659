using CognitoUnlink.InFlight;

namespace CognitoUnlink.Core.Tests.InFlight;

public class OrderedWorkTests
{
    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private static async Task<List<T>> TakeAllAsync<T>(OrderedWork<T> work)
    {
        List<T> results = [];
        while (work.Count > 0)
        {
            if (work.TryTake(out var result))
            {
                results.Add(result);
            }
            else if (work.Count > 0)
            {
                await Task.Run(() => work.Changed.Wait(TimeSpan.FromSeconds(30), TestToken), TestToken);
            }
        }

        return results;
    }

    [Fact]
    public async Task Results_are_in_input_order_even_if_a_later_item_ends_first()
    {
        await using var work = new OrderedWork<int>(4, TestToken);
        var first = new TaskCompletionSource<int>();
        work.Add(null, _ => first.Task);
        work.Add(null, _ => Task.FromResult(2));
        work.Add(null, _ => Task.FromResult(3));

        Assert.False(work.TryTake(out _));
        first.SetResult(1);

        Assert.Equal([1, 2, 3], await TakeAllAsync(work));
    }

    [Fact]
    public async Task No_more_items_are_in_flight_than_the_limit()
    {
        await using var work = new OrderedWork<bool>(3, TestToken);
        var (running, most) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            while (!work.HasRoom)
            {
                if (!work.TryTake(out _))
                {
                    await Task.Run(() => work.Changed.Wait(TimeSpan.FromSeconds(30), TestToken), TestToken);
                }
            }

            work.Add(null, async _ =>
            {
                lock (work)
                {
                    most = Math.Max(most, ++running);
                }

                await Task.Yield();
                lock (work)
                {
                    running--;
                }

                return true;
            });
        }

        await TakeAllAsync(work);
        Assert.InRange(most, 1, 3);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 9)]
    public async Task Fewer_than_twice_the_limit_are_held_if_no_item_is_delayed(int limit, int held)
    {
        await using var work = new OrderedWork<int>(limit, TestToken);
        for (var i = 0; i < held; i++)
        {
            Assert.True(work.HasRoom);
            work.Add(null, _ => Task.FromResult(0));
        }

        Assert.False(work.HasRoom);
    }

    [Fact]
    public async Task Items_begin_at_most_the_limit_ahead_of_the_last_result_taken()
    {
        await using var work = new OrderedWork<int>(5, TestToken);
        var begun = 0;
        while (work.HasRoom)
        {
            work.Add(null, _ => Task.FromResult(Interlocked.Increment(ref begun)));
        }

        Assert.Equal(9, work.Count);
        for (var taken = 0; taken <= 4; taken++)
        {
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref begun) == 5 + taken, TimeSpan.FromSeconds(30)));
            await Task.Delay(20, TestToken);
            Assert.Equal(5 + taken, Volatile.Read(ref begun));
            Assert.True(SpinWait.SpinUntil(() => work.TryTake(out _), TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task A_delayed_item_does_not_delay_the_others_for_long()
    {
        await using var work = new OrderedWork<int>(2, TestToken);
        var hanging = new TaskCompletionSource<int>();
        work.Add(null, _ => hanging.Task);
        var done = 0;
        for (var i = 1; i <= 50; i++)
        {
            while (!work.HasRoom)
            {
                await Task.Delay(50, TestToken);
                Assert.False(work.TryTake(out _));
            }

            work.Add(null, _ => Task.FromResult(Interlocked.Increment(ref done)));
        }

        SpinWait.SpinUntil(() => Volatile.Read(ref done) == 50, TimeSpan.FromSeconds(30));
        Assert.Equal(50, done);
        hanging.SetResult(0);
        Assert.Equal(Enumerable.Range(0, 51), await TakeAllAsync(work));
    }

    [Fact]
    public async Task The_next_item_for_a_delayed_user_begins_although_many_others_are_ahead()
    {
        await using var work = new OrderedWork<int>(2, TestToken);
        var hanging = new TaskCompletionSource<int>();
        work.Add("alice", _ => hanging.Task);
        work.Add("alice", _ => Task.FromResult(1));
        for (var i = 2; i < 20; i++)
        {
            var number = i;
            Assert.True(SpinWait.SpinUntil(() => !work.TryTake(out _) && work.HasRoom, TimeSpan.FromSeconds(30)));
            work.Add(null, _ => Task.FromResult(number));
        }

        Assert.True(SpinWait.SpinUntil(() => !work.TryTake(out _) && work.Unfinished == 2, TimeSpan.FromSeconds(30)));
        hanging.SetResult(0);

        Assert.Equal(Enumerable.Range(0, 20), await TakeAllAsync(work).WaitAsync(TimeSpan.FromSeconds(30), TestToken));
    }

    [Fact]
    public async Task Items_with_the_same_key_run_one_after_another_in_order()
    {
        await using var work = new OrderedWork<int>(8, TestToken);
        List<int> order = [];
        var first = new TaskCompletionSource();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            work.Add("alice", async _ =>
            {
                if (number == 0)
                {
                    await first.Task;
                }

                lock (order)
                {
                    order.Add(number);
                }

                return number;
            });
        }

        work.Add("bob", _ =>
        {
            first.SetResult();
            return Task.FromResult(9);
        });

        await TakeAllAsync(work);
        Assert.Equal([0, 1, 2, 3, 4], order);
    }

    [Fact]
    public async Task Items_with_the_same_key_continue_after_one_fails()
    {
        await using var work = new OrderedWork<int>(8, TestToken);
        work.Add("alice", _ => throw new InvalidOperationException("first"));
        work.Add("alice", _ => Task.FromResult(2));
        Assert.Equal("first", (await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAllAsync(work))).Message);
        Assert.Equal([2], await TakeAllAsync(work));
    }

    [Fact]
    public async Task A_waiting_item_does_not_queue_behind_later_items_for_other_users()
    {
        await using var work = new OrderedWork<string>(2, TestToken);
        List<string> begun = [];
        var gates = new Dictionary<string, TaskCompletionSource>();
        foreach (var name in (string[])["alice 1", "alice 2", "bob", "carol"])
        {
            var gate = gates[name] = new TaskCompletionSource();
            work.Add(name.StartsWith("alice", StringComparison.Ordinal) ? "alice" : name, async _ =>
            {
                lock (begun)
                {
                    begun.Add(name);
                }

                await gate.Task;
                return name;
            });

            // Two items that begin at the same time may do so in either order.
            Assert.True(SpinWait.SpinUntil(() => Begun().StartsWith("alice 1", StringComparison.Ordinal), TimeSpan.FromSeconds(30)), Begun());
        }

        Assert.True(SpinWait.SpinUntil(() => Begun() == "alice 1, bob", TimeSpan.FromSeconds(30)), Begun());
        gates["alice 1"].SetResult();
        Assert.True(SpinWait.SpinUntil(() => work.TryTake(out var _), TimeSpan.FromSeconds(30)));
        Assert.True(SpinWait.SpinUntil(() => Begun() == "alice 1, bob, alice 2", TimeSpan.FromSeconds(30)), Begun());
        Assert.All(gates.Values, gate => gate.TrySetResult());
        Assert.Equal(["alice 2", "bob", "carol"], await TakeAllAsync(work));

        string Begun()
        {
            lock (begun)
            {
                return string.Join(", ", begun);
            }
        }
    }

    [Fact]
    public async Task No_more_items_begin_while_results_are_not_taken()
    {
        await using var work = new OrderedWork<int>(3, TestToken);
        var begun = 0;
        while (work.HasRoom)
        {
            work.Add(null, _ => Task.FromResult(Interlocked.Increment(ref begun)));
        }

        await Task.Delay(1_500, TestToken);
        Assert.False(work.HasRoom);
        Assert.Equal(3, Volatile.Read(ref begun));
    }

    [Fact]
    public async Task Ending_returns_the_results_so_far_and_counts_items_not_begun()
    {
        await using var work = new OrderedWork<string>(3, TestToken);
        var started = new CountdownEvent(3);
        work.Add(null, async token => await UntilCancelledAsync("never answered", token, heeds: false), () => "abandoned");
        work.Add(null, async token => await UntilCancelledAsync("answered late", token, heeds: true));
        work.Add(null, _ =>
        {
            started.Signal();
            return Task.FromResult("done");
        });
        work.Add(null, _ => Task.FromResult("not begun"));
        work.AddResult("known before");
        started.Wait(TestToken);

        var (results, notBegun) = await work.EndAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["abandoned", "answered late", "done", "known before"], results);
        Assert.Equal(1, notBegun);

        async Task<string> UntilCancelledAsync(string result, CancellationToken token, bool heeds)
        {
            started.Signal();
            await Task.Delay(TimeSpan.FromSeconds(heeds ? 30 : 5), heeds ? token : CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return result;
        }
    }

    [Fact]
    public async Task Cancelled_work_counts_as_not_begun()
    {
        await using var work = new OrderedWork<int>(1, TestToken);
        var started = new TaskCompletionSource();
        work.Add(null, async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        await started.Task;

        var (results, notBegun) = await work.EndAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(results);
        Assert.Equal(1, notBegun);
    }

    [Fact]
    public async Task Nothing_more_starts_after_cancelling()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestToken);
        await using var work = new OrderedWork<int>(1, stop.Token);
        var started = 0;
        for (var i = 0; i < 3; i++)
        {
            work.Add(i, async token =>
            {
                Interlocked.Increment(ref started);
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            });
        }

        SpinWait.SpinUntil(() => started == 1, TimeSpan.FromSeconds(30));
        await stop.CancelAsync();

        Assert.Equal(3, (await work.EndAsync(TimeSpan.FromSeconds(30))).NotBegun);
        Assert.Equal(1, started);
    }

    [Fact]
    public async Task StartNoMore_lets_items_in_flight_end_and_skips_the_rest()
    {
        await using var work = new OrderedWork<int>(1, TestToken);
        work.Add(null, async _ =>
        {
            await Task.Yield();
            work.StartNoMore();
            return 1;
        });
        work.Add(null, _ => Task.FromResult(2));

        Assert.Equal([1], await TakeAllAsync(work));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task Items_added_after_StartNoMore_are_skipped(string? key)
    {
        await using var work = new OrderedWork<int>(2, TestToken);
        var first = new TaskCompletionSource<int>();
        work.Add(key, _ => first.Task);
        work.StartNoMore();
        work.Add(key, _ => Task.FromResult(2));
        first.SetResult(1);
        int result;
        while (!work.TryTake(out result))
        {
            await Task.Yield();
        }

        Assert.Equal(1, result);
        Assert.False(work.TryTake(out _));
        Assert.Equal((0, 0), (work.Count, work.Unfinished));
        Assert.Equal(1, (await work.EndAsync(TimeSpan.Zero)).NotBegun);
    }

    [Fact]
    public async Task Disposing_cancels_items_in_flight_and_waits_for_them()
    {
        var ended = false;
        var started = new TaskCompletionSource();
        await using (var work = new OrderedWork<int>(1, TestToken))
        {
            work.Add(null, async token =>
            {
                try
                {
                    started.SetResult();
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    ended = true;
                }

                return 0;
            });
            await started.Task;
        }

        Assert.True(ended);
    }
}
