using CognitoUnlink.Completion;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class ListingTests
{
    [Fact]
    public async Task Users_are_listed_by_the_start_of_their_name_even_past_an_empty_page()
    {
        List<(string? Filter, string? Token)> requests = [];
        using var gateway = new FakeGateway
        {
            OnListUsers = (filter, token, _) =>
            {
                requests.Add((filter, token));
                return Task.FromResult(token is null ? new Page<CognitoUser>([], "more") : new Page<CognitoUser>([User("alice")], null));
            },
        };

        var users = await Listing.UsersAsync(gateway, FakeGateway.PoolId, "al", default);

        Assert.Equal("alice", Assert.Single(users).Username);
        Assert.Equal([("username ^= \"al\"", null), ("username ^= \"al\"", "more")], requests);
    }

    [Fact]
    public async Task A_listing_stops_once_it_has_a_full_page_of_users()
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
    public async Task An_endless_listing_is_an_error_and_a_failed_request_is_not_retried()
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
