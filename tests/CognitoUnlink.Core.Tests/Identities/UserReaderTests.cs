using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Core.Tests.Identities;

public class UserReaderTests
{
    [Fact]
    public async Task Every_page_is_read_including_an_empty_last_one()
    {
        var gateway = new FakeGateway { Users = { ["a"] = new CognitoUser { Username = "a" }, ["b"] = new CognitoUser { Username = "b" } } };

        List<string> names = [];
        await foreach (var user in new UserReader(new ServiceCaller(gateway)).ListUsersAsync(FakeGateway.PoolId, CancellationToken.None))
        {
            names.Add(user.Username);
        }

        Assert.Equal(["a", "b"], names);
        Assert.Equal(3, gateway.Calls.Count);
    }

    [Fact]
    public async Task A_listing_that_never_ends_is_an_error()
    {
        var gateway = new FakeGateway { EndlessToken = "again" };

        var problem = await Assert.ThrowsAsync<CognitoException>(async () =>
        {
            await foreach (var _ in new UserReader(new ServiceCaller(gateway)).ListUsersAsync(FakeGateway.PoolId, CancellationToken.None))
            {
            }
        });

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, problem.Kind);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task A_listing_whose_page_tokens_repeat_is_an_error(int length)
    {
        var pages = 0;
        var gateway = new FakeGateway
        {
            OnListUsers = (_, _, _) => Task.FromResult(new Page<CognitoUser>([new CognitoUser { Username = $"user{pages}" }], $"token{++pages % length}")),
        };
        var handedOn = 0;

        var problem = await Assert.ThrowsAsync<CognitoException>(async () =>
        {
            await foreach (var _ in new UserReader(new ServiceCaller(gateway)).ListUsersAsync(FakeGateway.PoolId, CancellationToken.None))
            {
                handedOn++;
            }
        });

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, problem.Kind);
        Assert.Contains("never ends", problem.Message, StringComparison.Ordinal);
        Assert.Equal((length + 1, length + 1), (pages, handedOn));
        Assert.Equal(
            CognitoErrorKind.UnexpectedResponse,
            (await Assert.ThrowsAsync<CognitoException>(() => new UserReader(new ServiceCaller(new FakeGateway
            {
                OnListUsers = (_, token, _) => Task.FromResult(new Page<CognitoUser>([], token == "a" ? "b" : "a")),
            })).FindUserAsync(FakeGateway.PoolId, "alice", CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task After_a_refused_token_the_pool_is_read_again_without_repeating_users()
    {
        var pool = new PagedPool([.. PagedPool.Generate(10_000), .. Enumerable.Range(0, 100).Select(number => new CognitoUser { Username = $"odd{number}" })]);
        var refusals = new Queue<string>(["90/5400", "1/60", "100/6000", "168/10080"]);
        pool.BeforePage = (_, token, _) =>
        {
            if (refusals.TryPeek(out var refused) && token == refused)
            {
                refusals.Dequeue();
                pool.Users = [.. pool.Users.Reverse()];
                throw PagedPool.TokenRefused();
            }

            return Task.CompletedTask;
        };

        var names = await NamesAsync(pool);

        Assert.Empty(refusals);
        Assert.Equal(pool.Users.Select(user => user.Username).Order(), names.Order());
    }

    [Fact]
    public async Task A_token_that_keeps_being_refused_is_eventually_an_error()
    {
        var pool = new PagedPool(PagedPool.Generate(1000)) { BeforePage = (_, token, _) => token == "5/300" ? throw PagedPool.TokenRefused() : Task.CompletedTask };

        var problem = await Assert.ThrowsAsync<CognitoException>(() => NamesAsync(pool));

        Assert.Equal("Paging Marker is Invalid for Request", problem.Message);
        Assert.Equal(4, pool.Requests.Count(request => request.Token == "5/300"));
    }

    [Fact]
    public async Task A_listing_can_be_read_twice()
    {
        var users = new UserReader(new PagedPool(PagedPool.Generate(100)).Caller).ListUsersAsync(FakeGateway.PoolId, CancellationToken.None);

        Assert.Equal(await NamesAsync(users), await NamesAsync(users));
    }

    [Fact]
    public async Task Providers_are_requested_only_once()
    {
        var gateway = new FakeGateway { Providers = { ["Okta"] = new IdentityProvider { ProviderName = "Okta" } } };
        var reader = new UserReader(new ServiceCaller(gateway));

        Assert.Equal(["Okta"], (await reader.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None))!);
        Assert.Equal(["Okta"], (await reader.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None))!);
        Assert.Single(gateway.PoolReads);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_request_for_the_providers()
    {
        var clock = new VirtualClock();
        var gateway = new FakeGateway { Providers = { ["Okta"] = new IdentityProvider { ProviderName = "Okta" } } };
        gateway.Fail("ListIdentityProviders", FakeGateway.Error(CognitoErrorKind.Throttled, "no"));
        var reader = new UserReader(new ServiceCaller(gateway, new RequestPace(QuotaCategory.UserUpdate, null, clock)));

        var requests = Enumerable.Range(0, 16).Select(_ => reader.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None)).ToList();
        var answers = await clock.RunAsync(Task.WhenAll(requests));

        Assert.All(answers, names => Assert.Equal(["Okta"], names!));
        Assert.Equal(2, gateway.PoolReads.Count);
    }

    [Fact]
    public async Task Cancelling_one_caller_that_waits_for_the_providers_does_not_affect_others()
    {
        using var stop = new CancellationTokenSource();
        var clock = new VirtualClock();
        var gateway = new FakeGateway { Providers = { ["Okta"] = new IdentityProvider { ProviderName = "Okta" } } };
        gateway.Fail("ListIdentityProviders", FakeGateway.Error(CognitoErrorKind.Throttled, "no"));
        var reader = new UserReader(new ServiceCaller(gateway, new RequestPace(QuotaCategory.UserUpdate, null, clock)));
        var first = reader.ProviderNamesAsync(FakeGateway.PoolId, stop.Token);
        var second = reader.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(["Okta"], (await clock.RunAsync(second))!);
    }

    [Fact]
    public async Task Without_permission_to_list_providers_their_names_are_unknown()
    {
        var gateway = new FakeGateway();
        gateway.Fail("ListIdentityProviders", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no"));

        var reader = new UserReader(new ServiceCaller(gateway));

        Assert.Null(await reader.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None));
        Assert.Null(await reader.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None));
        Assert.Single(gateway.PoolReads);
    }

    private static Task<List<string>> NamesAsync(PagedPool pool) => NamesAsync(new UserReader(pool.Caller).ListUsersAsync(FakeGateway.PoolId, CancellationToken.None));

    private static async Task<List<string>> NamesAsync(IAsyncEnumerable<CognitoUser> users)
    {
        List<string> names = [];
        await foreach (var user in users)
        {
            names.Add(user.Username);
        }

        return names;
    }
}
