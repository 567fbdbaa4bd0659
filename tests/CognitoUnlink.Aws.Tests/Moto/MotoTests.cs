using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Moto;

/// <summary>The gateway against an implementation of Cognito by other people. moto does not support linking, so these tests only read.</summary>
public sealed class MotoTests : IClassFixture<MotoServer>, IDisposable
{
    private readonly MotoServer _moto;
    private readonly ICognitoGateway _gateway;

    public MotoTests(MotoServer moto)
    {
        Skip.Unless(Peers.HasMoto, Peers.NoMoto);
        _moto = moto;
        _gateway = moto.Gateway();
    }

    public void Dispose() => _gateway?.Dispose();

    [Fact]
    public async Task Users_are_listed_page_by_page()
    {
        var pages = new List<Page<CognitoUser>>();
        string? token = null;
        do
        {
            pages.Add(await _gateway.ListUsersAsync(_moto.PoolId, null, 3, token, default));
            token = pages[^1].NextToken;
        }
        while (token is not null);

        Assert.Equal([3, 3, 1], pages.Select(page => page.Items.Count));
        var users = pages.SelectMany(page => page.Items).ToList();
        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"user-{number}"), users.Select(user => user.Username).Order());
        Assert.All(users, user => Assert.Matches("^[0-9a-f-]{36}$", user.Sub));
        Assert.All(users, user => Assert.Null(user.Identities));
    }

    [Fact]
    public async Task A_filter_is_sent_to_the_service()
    {
        var page = await _gateway.ListUsersAsync(_moto.PoolId, "email = \"user-5@example.com\"", 60, null, default);

        Assert.Equal("user-5", Assert.Single(page.Items).Username);
    }

    [Fact]
    public async Task A_single_user_can_be_read()
    {
        var user = await _gateway.AdminGetUserAsync(_moto.PoolId, "user-6", default);

        Assert.Equal("user-6", user.Username);
        Assert.Equal("FORCE_CHANGE_PASSWORD", user.UserStatus);
        Assert.False(user.Enabled);
        Assert.NotNull(user.Sub);
    }

    [Fact]
    public async Task The_users_in_a_group_are_listed()
    {
        var page = await _gateway.ListUsersInGroupAsync(_moto.PoolId, "admins", 60, null, default);

        Assert.Equal(["user-2", "user-4"], page.Items.Select(user => user.Username).Order());
    }

    [Fact]
    public async Task Providers_are_listed_and_described()
    {
        var page = await _gateway.ListIdentityProvidersAsync(_moto.PoolId, 60, null, default);
        Assert.Equal([("Google", "Google"), ("Okta", "OIDC")], page.Items.Select(provider => (provider.ProviderName, provider.ProviderType)).Order());

        var provider = await _gateway.DescribeIdentityProviderAsync(_moto.PoolId, "Okta", default);
        Assert.Equal(("Okta", "OIDC"), (provider.ProviderName, provider.ProviderType));
        Assert.Equal("sub", provider.AttributeMapping["username"]);
    }

    [Fact]
    public async Task Pools_are_listed_and_described()
    {
        var listed = await _gateway.ListUserPoolsAsync(60, null, default);
        Assert.Equal((_moto.PoolId, "seeded"), listed.Items.Select(pool => (pool.UserPoolId, pool.Name)).Single());

        var described = await _gateway.DescribeUserPoolAsync(_moto.PoolId, default);
        Assert.Equal((_moto.PoolId, "seeded", false), (described.UserPoolId, described.Name, described.CaseSensitive));
    }

    [Fact]
    public async Task An_unknown_user_is_UserNotFound()
    {
        var error = await Assert.ThrowsAsync<CognitoException>(() => _gateway.AdminGetUserAsync(_moto.PoolId, "nobody", default));

        Assert.Equal(CognitoErrorKind.UserNotFound, error.Kind);
        Assert.Equal("User does not exist.", error.Message);
        Assert.Equal("UserNotFoundException", error.ErrorCode);
    }

    [Fact]
    public async Task An_unknown_pool_is_ResourceNotFound()
    {
        var error = await Assert.ThrowsAsync<CognitoException>(() => _gateway.ListUsersAsync("eu-west-1_Missing00", null, 60, null, default));

        Assert.Equal(CognitoErrorKind.ResourceNotFound, error.Kind);
        Assert.Contains("eu-west-1_Missing00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_provider_is_ResourceNotFound()
    {
        var error = await Assert.ThrowsAsync<CognitoException>(() => _gateway.DescribeIdentityProviderAsync(_moto.PoolId, "Nobody", default));

        Assert.Equal(CognitoErrorKind.ResourceNotFound, error.Kind);
    }
}
