using CognitoUnlink.Completion;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class ListingTests
{
    [Fact]
    public async Task Users_are_asked_for_by_the_beginning_of_their_name_over_pages_that_are_empty()
    {
        List<(string? Filter, string? Token)> asked = [];
        using var gateway = new FakeGateway
        {
            OnListUsers = (filter, token, _) =>
            {
                asked.Add((filter, token));
                return Task.FromResult(token is null ? new Page<CognitoUser>([], "more") : new Page<CognitoUser>([User("alice")], null));
            },
        };

        var users = await Listing.UsersAsync(gateway, FakeGateway.PoolId, "al", default);

        Assert.Equal("alice", Assert.Single(users).Username);
        Assert.Equal([("username ^= \"al\"", null), ("username ^= \"al\"", "more")], asked);
    }

    [Fact]
    public async Task A_pages_worth_of_users_is_enough()
    {
        var pages = 0;
        using var gateway = new FakeGateway
        {
            OnListUsers = (_, token, _) => Task.FromResult(new Page<CognitoUser>([.. Enumerable.Range(0, 40).Select(n => User($"u{n}"))], $"page {++pages}")),
        };

        await Listing.UsersAsync(gateway, FakeGateway.PoolId, "", default);

        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task A_listing_without_end_is_an_error_and_a_failed_request_is_not_repeated()
    {
        using var endless = new FakeGateway { EndlessToken = "again" };
        using var throttled = new FakeGateway();
        throttled.Fail("ListIdentityProviders", FakeGateway.Error(CognitoErrorKind.Throttled, "too fast"));

        await Assert.ThrowsAsync<CognitoException>(() => Listing.UsersAsync(endless, FakeGateway.PoolId, "", default));
        await Assert.ThrowsAsync<CognitoException>(() => Listing.ProvidersAsync(throttled, FakeGateway.PoolId, default));
        Assert.Single(throttled.PoolReads);
    }

    private static CognitoUser User(string username) => new() { Username = username };
}
