using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Core.Tests.Identities;

public class PartitionedUserListTests
{
    private const string FirstDigits = "0123456789abcdef";

    [Fact]
    public async Task Every_user_is_listed_once()
    {
        var pool = new PagedPool(PagedPool.Generate(5000));

        await AssertListedOnceAsync(pool);

        Assert.Equal(FirstDigits.Select(PagedPool.FilterOf), pool.Requests.Select(request => request.Filter).Distinct().Order());
    }

    [Fact]
    public async Task An_empty_pool_gives_no_users()
    {
        var pool = new PagedPool([]);

        await AssertListedOnceAsync(pool);

        Assert.Equal(16, pool.Requests.Count);
    }

    [Fact]
    public async Task Short_and_empty_pages_do_not_end_the_list() =>
        await AssertListedOnceAsync(new PagedPool(PagedPool.Generate(1000)) { PageSizes = [0, 7, 0, 0, 1, 60] });

    [Fact]
    public async Task A_user_shown_on_two_pages_is_listed_once() =>
        await AssertListedOnceAsync(new PagedPool([.. PagedPool.Generate(1000), new() { Username = "odd", Sub = "0dd" }, new() { Username = "odder", Sub = "0dd-" }]) { PageSizes = [5], Overlap = 3 });

    [Fact]
    public async Task A_user_who_moves_to_a_later_page_is_not_listed_again()
    {
        var pool = new PagedPool(PagedPool.Generate(1000)) { PageSizes = [5] };
        pool.BeforePage = (_, _, _) =>
        {
            lock (pool)
            {
                pool.Users = [.. pool.Users.Skip(1), pool.Users[0]];
            }

            return Task.CompletedTask;
        };

        var users = await ReadAsync(pool);

        Assert.Equal(users.Count, users.Distinct().Count());
    }

    [Fact]
    public async Task After_a_refused_token_the_partition_is_read_again_without_repeating_users()
    {
        var pool = new PagedPool(PagedPool.Generate(1000)) { PageSizes = [5] };
        var refusals = new Queue<string>(["3/15", "3/15", "5/25", "8/40"]);
        pool.BeforePage = (filter, token, _) =>
        {
            if (filter == PagedPool.FilterOf('a') && refusals.TryPeek(out var refused) && token == refused)
            {
                refusals.Dequeue();
                pool.Users = [.. pool.Users.Where(user => user.Sub![0] != 'a'), .. pool.Users.Where(user => user.Sub![0] == 'a').Reverse()];
                throw PagedPool.TokenRefused();
            }

            return Task.CompletedTask;
        };

        await AssertListedOnceAsync(pool);

        Assert.Empty(refusals);
        Assert.Equal(5, pool.Requests.Count(request => request == (PagedPool.FilterOf('a'), null)));
    }

    [Fact]
    public async Task A_token_that_keeps_being_refused_is_eventually_an_error()
    {
        var pool = new PagedPool(PagedPool.Generate(1000))
        {
            PageSizes = [5],
            BeforePage = (filter, token, _) => filter == PagedPool.FilterOf('a') && token == "2/10" ? throw PagedPool.TokenRefused() : Task.CompletedTask,
        };

        var problem = await Assert.ThrowsAsync<CognitoException>(() => ReadAsync(pool));

        Assert.Equal("Paging Marker is Invalid for Request", problem.Message);
        Assert.Equal(4, pool.Requests.Count(request => request == (PagedPool.FilterOf('a'), "2/10")));
    }

    [Fact]
    public async Task A_refused_filter_is_an_error_at_once()
    {
        var pool = new PagedPool([]) { BeforePage = (_, _, _) => throw FakeGateway.Error(CognitoErrorKind.InvalidParameter, "Error while parsing filter") };

        await Assert.ThrowsAsync<CognitoException>(() => ReadAsync(pool));

        Assert.InRange(pool.Requests.Count, 1, 16);
    }

    [Fact]
    public async Task When_a_partition_fails_the_others_end_and_the_error_is_thrown()
    {
        var pool = new PagedPool(PagedPool.Generate(1000))
        {
            BeforePage = (filter, _, cancellation) => filter == PagedPool.FilterOf('b')
                ? throw FakeGateway.Error(CognitoErrorKind.AccessDenied, "no")
                : Task.Delay(Timeout.Infinite, cancellation),
        };

        var problem = await Assert.ThrowsAsync<CognitoException>(() => ReadAsync(pool));

        Assert.Equal(CognitoErrorKind.AccessDenied, problem.Kind);
        Assert.Equal(0, pool.InFlight);
    }

    [Fact]
    public async Task Cancelling_ends_every_call()
    {
        using var stop = new CancellationTokenSource();
        var started = new CountdownEvent(16);
        var pool = new PagedPool(PagedPool.Generate(1000))
        {
            BeforePage = (_, _, cancellation) =>
            {
                started.Signal();
                return Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        var list = new PartitionedUserList(pool.Caller, FakeGateway.PoolId);

        var reading = Task.Run(() => ReadAsync(list, stop.Token));
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(0, pool.InFlight);
        Assert.Equal(16, pool.Requests.Count);
        Assert.Null(list.Check);
    }

    [Fact]
    public async Task No_more_users_are_listed_after_cancelling()
    {
        using var stop = new CancellationTokenSource();
        var count = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new PartitionedUserList(new PagedPool(PagedPool.Generate(1000)).Caller, FakeGateway.PoolId).WithCancellation(stop.Token))
            {
                count++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Leaving_the_loop_ends_every_call()
    {
        var pool = new PagedPool(PagedPool.Generate(100_000))
        {
            BeforePage = (filter, token, cancellation) => filter == PagedPool.FilterOf('c') ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask,
        };
        var list = new PartitionedUserList(pool.Caller, FakeGateway.PoolId);

        await foreach (var _ in list)
        {
            break;
        }

        Assert.Equal(0, pool.InFlight);
        Assert.Null(list.Check);
    }

    [Fact]
    public async Task At_most_16_waiting_pages_and_one_per_partition_are_read_ahead()
    {
        var pool = new PagedPool(PagedPool.Generate(100_000)) { AnswersAtOnce = true };

        await foreach (var _ in new PartitionedUserList(pool.Caller, FakeGateway.PoolId))
        {
            // Enough time for far more if there were no limit.
            SpinWait.SpinUntil(() => pool.Requests.Count > 16 + 16, TimeSpan.FromMilliseconds(500));
            break;
        }

        Assert.InRange(pool.Requests.Count, 16, 16 + 16);
    }

    [Fact]
    public async Task Sixteen_partitions_are_read_at_once()
    {
        var all = new TaskCompletionSource();
        var started = 0;
        var pool = new PagedPool(PagedPool.Generate(100))
        {
            BeforePage = (_, _, _) =>
            {
                if (Interlocked.Increment(ref started) == 16)
                {
                    all.SetResult();
                }

                return all.Task;
            },
        };

        await AssertListedOnceAsync(pool);
    }

    [Fact]
    public async Task A_page_that_names_itself_as_the_next_is_an_error()
    {
        var gateway = new FakeGateway { EndlessToken = "again", OnDescribeUserPool = () => new UserPool { UserPoolId = FakeGateway.PoolId } };

        var problem = await Assert.ThrowsAsync<CognitoException>(() => ReadAsync(new PartitionedUserList(new(gateway), FakeGateway.PoolId)));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, problem.Kind);
    }

    [Fact]
    public async Task An_endpoint_that_ignores_filters_is_an_error()
    {
        var problem = await Assert.ThrowsAsync<CognitoException>(() => ReadAsync(new PagedPool(PagedPool.Generate(100)) { IgnoresFilters = true }));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, problem.Kind);
        Assert.Contains("not in parallel", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uppercase_subs_are_listed_if_the_filter_ignores_case() =>
        await AssertListedOnceAsync(new PagedPool([.. PagedPool.Generate(50), .. PagedPool.Generate(50).Select(user => user with { Username = user.Username + "b", Sub = user.Sub!.ToUpperInvariant() + "b" })]) { IgnoresCase = true });

    [Fact]
    public async Task Users_who_are_in_no_partition_cause_a_warning()
    {
        var pool = new PagedPool(PagedPool.Generate(1000).Select((user, number) => number % 20 == 0 ? user with { Sub = $"x{number}" } : number % 20 == 1 ? user with { Sub = null } : user));
        var list = new PartitionedUserList(pool.Caller, FakeGateway.PoolId);

        Assert.Equal(900, (await ReadAsync(list)).Count);

        Assert.Equal((900, 1000), (list.Check!.Listed, list.Check.Estimated));
        Assert.Matches("900 users .* estimates that there are 1000.* not in parallel", list.Check.Warning);
    }

    [Fact]
    public async Task Without_permission_to_describe_the_pool_it_is_listed_with_a_warning()
    {
        var pool = new PagedPool(PagedPool.Generate(100)) { DescribeProblem = FakeGateway.Error(CognitoErrorKind.AccessDenied, "The permission cognito-idp:DescribeUserPool is missing.") };
        var list = new PartitionedUserList(pool.Caller, FakeGateway.PoolId);

        Assert.Equal(100, (await ReadAsync(list)).Count);

        Assert.Matches("100 users .* could not be checked: The permission cognito-idp:DescribeUserPool is missing", list.Check!.Warning);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(9, 10, false)]
    [InlineData(8, 10, true)]
    [InlineData(90, 100, false)]
    [InlineData(89, 100, true)]
    [InlineData(980, 1000, false)]
    [InlineData(979, 1000, true)]
    [InlineData(990_000, 1_000_000, false)]
    [InlineData(989_999, 1_000_000, true)]
    [InlineData(1_100_000, 1_000_000, false)]
    public void A_shortfall_beyond_the_error_of_the_estimate_causes_a_warning(long listed, long estimated, bool isShort)
    {
        var check = new UserCountCheck { UserPoolId = FakeGateway.PoolId, Listed = listed, Estimated = estimated };

        Assert.Equal((isShort, isShort), (check.IsShort, check.Warning is not null));
    }

    private static async Task AssertListedOnceAsync(PagedPool pool)
    {
        var list = new PartitionedUserList(pool.Caller, FakeGateway.PoolId);
        var users = await ReadAsync(list);

        Assert.Equal(pool.Users.Select(user => user.Username).Order(), users.Select(user => user.Username).Order());
        Assert.Equal(0, pool.InFlight);
        Assert.Equal(users.Count, list.Check!.Listed);
        Assert.Null(list.Check.Warning);
    }

    private static Task<List<CognitoUser>> ReadAsync(PagedPool pool) => ReadAsync(new PartitionedUserList(pool.Caller, FakeGateway.PoolId));

    private static async Task<List<CognitoUser>> ReadAsync(PartitionedUserList list, CancellationToken cancellationToken = default)
    {
        List<CognitoUser> users = [];
        await foreach (var user in list.WithCancellation(cancellationToken))
        {
            users.Add(user);
        }

        return users;
    }
}
