using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Calling;

/// <summary>Which quota each operation counts against: the one whose pace slows down when the operation is throttled.</summary>
public class QuotaCategoryTests
{
    private const string Identities = """[{"userId":"a","providerName":"Okta","providerType":"SAML"}]""";

    private static readonly ProviderUser s_bySubject = new("Okta", "Cognito_Subject", "a");
    private static readonly ProviderUser s_byEmail = s_bySubject with { ProviderAttributeName = "email" };

    private readonly VirtualClock _clock = new();

    private readonly FakeGateway _gateway = new()
    {
        AppClients = { new AppClient("1", "web", ["Okta", "COGNITO"], default) },
        Users = { ["alice"] = new CognitoUser { Username = "alice", Sub = "s-1", UserStatus = "CONFIRMED", Identities = Identities } },
        Providers = { ["Okta"] = new IdentityProvider { ProviderName = "Okta", ProviderType = "SAML", AttributeMapping = new Dictionary<string, string> { ["email"] = "mail" } } },
    };

    [Theory]
    [InlineData("ListUsers", QuotaCategory.UserList)]
    [InlineData("AdminGetUser", QuotaCategory.UserRead)]
    [InlineData("AdminGetUserAuthFactors", QuotaCategory.UserRead)]
    [InlineData("ListIdentityProviders", QuotaCategory.UserPoolResourceRead)]
    [InlineData("DescribeIdentityProvider", QuotaCategory.UserPoolResourceRead)]
    [InlineData("ListUserPoolClients", QuotaCategory.UserPoolClientRead)]
    [InlineData("DescribeUserPoolClient", QuotaCategory.UserPoolClientRead)]
    [InlineData("AdminDisableProviderForUser", QuotaCategory.UserUpdate)]
    [InlineData("AdminUserGlobalSignOut", QuotaCategory.UserUpdate)]
    [InlineData("AdminLinkProviderForUser", QuotaCategory.UserUpdate)]
    public async Task Throttling_slows_down_only_the_category_of_the_operation(string operation, QuotaCategory category)
    {
        _gateway.Links[operation == "DescribeIdentityProvider" ? s_byEmail : s_bySubject] = ("alice", "[]");
        _gateway.Fail(operation, [.. Enumerable.Range(0, 10).Select(_ => FakeGateway.Error(CognitoErrorKind.Throttled, "no"))]);
        var pace = new RequestPace(QuotaCategory.UserUpdate, 25, _clock);

        await _clock.RunAsync(CallAllAsync(new ServiceCaller(_gateway, pace)));

        Assert.Contains(operation, _gateway.Calls.Concat(_gateway.PoolReads));
        Assert.Equal(
            [category],
            Enum.GetValues<QuotaCategory>().Where(each => pace.RequestsPerSecond(each) < DefaultQuotas.RequestsPerSecond(each)));
    }

    private static async Task CallAllAsync(ServiceCaller caller)
    {
        var users = new UserReader(caller);
        await foreach (var _ in users.ListUsersAsync(FakeGateway.PoolId, CancellationToken.None))
        {
        }

        await users.ProviderNamesAsync(FakeGateway.PoolId, CancellationToken.None);
        var item = new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Target = s_bySubject, SeenOnSub = "s-1", MayTryMappedAttributes = true };
        await new Unlinker(new UserReader(caller), new UnlinkOptions { SignOut = true }).UnlinkAsync(item, CancellationToken.None);
        await new Linker(new UserReader(caller)).LinkAsync(new LinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Source = s_bySubject }, CancellationToken.None);
        await users.HasOtherFactorAsync(FakeGateway.PoolId, "alice", CancellationToken.None);
        await new RetirementAssessment(new PoolClient(() => caller), FakeGateway.PoolId, "Okta").ReadAsync(CancellationToken.None);
    }
}
