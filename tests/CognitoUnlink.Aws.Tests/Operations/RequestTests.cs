using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Operations;

public sealed class RequestTests
{
    private const string Pool = "eu-west-1_AbCdEfGhI";
    private static readonly ProviderUser s_google = new("Google", ProviderUser.CognitoSubject, "110194548211753772771");

    /// <summary>Operation, call, exact body, and the smallest answer that the call accepts.</summary>
    private static readonly Dictionary<string, (Func<ICognitoGateway, Task> Call, string Body, string Answer)> s_operations = new()
    {
        ["AdminDisableProviderForUser"] = (
            gateway => gateway.AdminDisableProviderForUserAsync(Pool, s_google, default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","User":{"ProviderName":"Google","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"110194548211753772771"}}""",
            "{}"),
        ["AdminLinkProviderForUser"] = (
            gateway => gateway.AdminLinkProviderForUserAsync(Pool, ProviderUser.Native("carlos"), s_google, default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","DestinationUser":{"ProviderName":"Cognito","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"carlos"},"SourceUser":{"ProviderName":"Google","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"110194548211753772771"}}""",
            "{}"),
        ["AdminUserGlobalSignOut"] = (
            gateway => gateway.AdminUserGlobalSignOutAsync(Pool, "carlos", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","Username":"carlos"}""",
            "{}"),
        ["AdminGetUser"] = (
            gateway => gateway.AdminGetUserAsync(Pool, "carlos", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","Username":"carlos"}""",
            """{"Username":"carlos"}"""),
        ["AdminGetUserAuthFactors"] = (
            gateway => gateway.AdminGetUserAuthFactorsAsync(Pool, "carlos", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","Username":"carlos"}""",
            """{"Username":"carlos"}"""),
        ["ListUsers"] = (
            gateway => gateway.ListUsersAsync(Pool, "username ^= \"a\"", 60, "token/+=", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","Filter":"username ^= \"a\"","Limit":60,"PaginationToken":"token/+="}""",
            "{}"),
        ["ListUsersInGroup"] = (
            gateway => gateway.ListUsersInGroupAsync(Pool, "admins", 25, "next", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","GroupName":"admins","Limit":25,"NextToken":"next"}""",
            "{}"),
        ["ListIdentityProviders"] = (
            gateway => gateway.ListIdentityProvidersAsync(Pool, 60, null, default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","MaxResults":60}""",
            "{}"),
        ["DescribeIdentityProvider"] = (
            gateway => gateway.DescribeIdentityProviderAsync(Pool, "Okta Møre", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","ProviderName":"Okta Møre"}""",
            """{"IdentityProvider":{"ProviderName":"Okta Møre"}}"""),
        ["ListUserPools"] = (
            gateway => gateway.ListUserPoolsAsync(60, "next", default),
            """{"MaxResults":60,"NextToken":"next"}""",
            "{}"),
        ["DescribeUserPool"] = (
            gateway => gateway.DescribeUserPoolAsync(Pool, default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI"}""",
            """{"UserPool":{"Id":"eu-west-1_AbCdEfGhI"}}"""),
        ["ListUserPoolClients"] = (
            gateway => gateway.ListUserPoolClientsAsync(Pool, 60, "next", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","MaxResults":60,"NextToken":"next"}""",
            "{}"),
        ["DescribeUserPoolClient"] = (
            gateway => gateway.DescribeUserPoolClientAsync(Pool, "1example23456789", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","ClientId":"1example23456789"}""",
            """{"UserPoolClient":{"ClientId":"1example23456789"}}"""),
        ["UpdateUserPoolClient"] = (
            gateway => gateway.UpdateUserPoolClientAsync(Pool, "1example23456789", System.Text.Json.JsonDocument.Parse("""{"UserPoolId":"other","ClientName":"web","AccessTokenValidity":1.50,"SettingOfTomorrow":{"a":null}}""").RootElement, default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","ClientName":"web","AccessTokenValidity":1.50,"SettingOfTomorrow":{"a":null},"ClientId":"1example23456789"}""",
            "{}"),
        ["AdminSetUserPassword"] = (
            gateway => gateway.AdminSetUserPasswordAsync(Pool, "carlos", "Pass+1/word", default),
            """{"UserPoolId":"eu-west-1_AbCdEfGhI","Username":"carlos","Password":"Pass+1/word","Permanent":true}""",
            "{}"),
    };

    public static TheoryData<string> Operations => [.. s_operations.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_operation_sends_the_expected_target_and_body(string operation)
    {
        var (call, body, answer) = s_operations[operation];
        await using var stub = new StubServer(StubReply.Ok(answer));
        using var gateway = stub.Gateway();

        await call(gateway);

        var request = Assert.Single(stub.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/", request.Path);
        Assert.Equal($"AWSCognitoIdentityProviderService.{operation}", request.Header("X-Amz-Target"));
        Assert.Equal("application/x-amz-json-1.1", request.Header("Content-Type"));
        Assert.Equal(body, request.Text);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_operation_has_a_valid_signature(string operation)
    {
        var (call, _, answer) = s_operations[operation];
        await using var stub = new StubServer(StubReply.Ok(answer));
        using var gateway = stub.Gateway();

        await call(gateway);

        Assert.Equal(SignatureCheck.Expected(stub.LastRequest, StubServer.SecretKey), SignatureCheck.Sent(stub.LastRequest));
        Assert.Equal(StubServer.AccessKey, stub.LastRequest.AccessKey);
        Assert.Contains("/eu-west-1/cognito-idp/aws4_request", stub.LastRequest.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_agent_names_the_product_and_its_version()
    {
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = stub.Gateway();

        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Matches(@"^cognito-unlink/\d+\.\d+\.\d+\S* ", stub.LastRequest.Header("User-Agent"));
    }

    [Fact]
    public async Task A_path_in_the_endpoint_is_kept()
    {
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(stub.Options with { EndpointUrl = stub.Url + "/cognito" });

        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Equal("/cognito/", stub.LastRequest.Path);
        Assert.Equal(SignatureCheck.Expected(stub.LastRequest, StubServer.SecretKey), SignatureCheck.Sent(stub.LastRequest));
    }

    [Fact]
    public async Task Concurrent_calls_on_one_gateway_each_get_their_own_answer()
    {
        await using var stub = new StubServer(request => StubReply.Ok($$"""{"Username":{{request.Text.Split("\"Username\":")[1]}}"""));
        using var gateway = stub.Gateway();

        var users = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => gateway.AdminGetUserAsync(Pool, $"user-{number}", default)));

        Assert.Equal(Enumerable.Range(0, 64).Select(number => $"user-{number}"), users.Select(user => user.Username));
    }

    [Fact]
    public async Task Sequential_calls_share_one_connection()
    {
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = stub.Gateway();

        for (var call = 0; call < 5; call++)
        {
            await gateway.ListUserPoolsAsync(60, null, default);
        }

        Assert.Equal(1, stub.Connections);
    }
}
