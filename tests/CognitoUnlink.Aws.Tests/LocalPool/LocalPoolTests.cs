using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Aws.Tests.LocalPool;

/// <summary>The gateway against the local user pool, which checks signatures and keeps state.</summary>
public sealed class LocalPoolTests : IDisposable
{
    private readonly ILocalUserPoolServer _server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 130 });
    private readonly ICognitoGateway _gateway;

    public LocalPoolTests() => _gateway = Create(_server.UserPool.SecretKey);

    private string PoolId => _server.UserPool.UserPoolId;

    public void Dispose()
    {
        _gateway.Dispose();
        _server.Dispose();
    }

    private ICognitoGateway Create(string secretKey) => new CognitoGatewayFactory().Create(new GatewayOptions
    {
        AccessKey = _server.UserPool.AccessKey,
        SecretKey = secretKey,
        Region = _server.UserPool.Region,
        EndpointUrl = _server.UserPool.EndpointUrl,
    });

    private async Task<List<CognitoUser>> AllUsersAsync()
    {
        List<CognitoUser> users = [];
        string? token = null;
        do
        {
            var page = await _gateway.ListUsersAsync(PoolId, null, 60, token, CancellationToken.None);
            users.AddRange(page.Items);
            token = page.NextToken;
        }
        while (token is not null);
        return users;
    }

    [Fact]
    public async Task Every_user_is_listed_once_and_looks_the_same_when_read_alone()
    {
        var users = await AllUsersAsync();

        Assert.Equal(130, users.Select(user => user.Username).Distinct().Count());
        foreach (var user in users.Take(40))
        {
            Assert.Equal(user, await _gateway.AdminGetUserAsync(PoolId, user.Username, CancellationToken.None));
        }
    }

    [Fact]
    public async Task An_identity_can_be_unlinked_and_linked_again()
    {
        var user = (await AllUsersAsync()).First(one => one.UserStatus == "CONFIRMED" && one.Identities?.Contains("\"Google\"", StringComparison.Ordinal) == true);
        var google = IdentitiesReader.Read(user).First(entry => entry.ProviderName == "Google");
        var identity = new ProviderUser(google.ProviderName, ProviderUser.CognitoSubject, google.UserId);
        async Task<bool> HasItAsync() =>
            IdentitiesReader.Read(await _gateway.AdminGetUserAsync(PoolId, user.Username, CancellationToken.None)).Any(entry => entry.Is(google.ProviderName, google.UserId));

        Assert.NotNull(await _gateway.AdminDisableProviderForUserAsync(PoolId, identity, CancellationToken.None));
        Assert.False(await HasItAsync());
        await _gateway.AdminLinkProviderForUserAsync(PoolId, ProviderUser.Native(user.Username), identity, CancellationToken.None);
        Assert.True(await HasItAsync());
        await _gateway.AdminUserGlobalSignOutAsync(PoolId, user.Username, CancellationToken.None);
    }

    [Fact]
    public async Task Providers_pools_and_groups_can_be_read()
    {
        var providers = await _gateway.ListIdentityProvidersAsync(PoolId, 60, null, CancellationToken.None);
        Assert.Contains("Okta", providers.Items.Select(provider => provider.ProviderName));
        Assert.Contains("email", (await _gateway.DescribeIdentityProviderAsync(PoolId, "Okta", CancellationToken.None)).AttributeMapping.Keys);
        Assert.Equal([PoolId], (await _gateway.ListUserPoolsAsync(60, null, CancellationToken.None)).Items.Select(pool => pool.UserPoolId));
        Assert.Equal(130, (await _gateway.DescribeUserPoolAsync(PoolId, CancellationToken.None)).EstimatedNumberOfUsers);
        Assert.NotEmpty((await _gateway.ListUsersInGroupAsync(PoolId, "employees", 60, null, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Hundreds_of_concurrent_calls_each_get_their_own_answer()
    {
        var users = await AllUsersAsync();

        var read = await Task.WhenAll(Enumerable.Range(0, 640).Select(i => _gateway.AdminGetUserAsync(PoolId, users[i % users.Count].Username, CancellationToken.None)));

        Assert.Equal(Enumerable.Range(0, 640).Select(i => users[i % users.Count].Username), read.Select(user => user.Username));
    }

    [Fact]
    public async Task Errors_from_the_pool_have_the_right_kind()
    {
        async Task<CognitoErrorKind> KindOf(Func<Task> call) => (await Assert.ThrowsAsync<CognitoException>(call)).Kind;

        Assert.Equal(CognitoErrorKind.UserNotFound, await KindOf(() => _gateway.AdminGetUserAsync(PoolId, "nobody", CancellationToken.None)));
        Assert.Equal(CognitoErrorKind.ResourceNotFound, await KindOf(() => _gateway.AdminGetUserAsync("us-east-1_None", "nobody", CancellationToken.None)));
        Assert.Equal(CognitoErrorKind.InvalidParameter, await KindOf(() => _gateway.AdminDisableProviderForUserAsync(PoolId, new ProviderUser("Okta", "Cognito_Subject", "nobody"), CancellationToken.None)));
        using var stranger = Create("wrong");
        Assert.Equal(CognitoErrorKind.CredentialsRefused, await KindOf(() => stranger.AdminGetUserAsync(PoolId, "nobody", CancellationToken.None)));
    }
}
