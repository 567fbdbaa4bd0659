using System.Text.Json;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Gateway;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Operations;

/// <summary>Checks every request of the gateway against the service's model in botocore.</summary>
public sealed class ModelTests
{
    private const string Pool = "eu-west-1_AbCdEfGhI";

    /// <summary>Calls with as little as possible and with everything, and an answer to them.</summary>
    private static readonly Dictionary<string, (Func<ICognitoGateway, Task>[] Calls, string Answer)> s_operations = new()
    {
        [nameof(ICognitoGateway.AdminDisableProviderForUserAsync)] = (
            [gateway => gateway.AdminDisableProviderForUserAsync(Pool, new("G", "s", "1"), default),
             gateway => gateway.AdminDisableProviderForUserAsync(Pool, new(new('Ø', 32), "email", new('\u65E5', 2048)), default)],
            "{}"),
        [nameof(ICognitoGateway.AdminLinkProviderForUserAsync)] = (
            [gateway => gateway.AdminLinkProviderForUserAsync(Pool, ProviderUser.Native("c"), new("G", "s", "1"), default),
             gateway => gateway.AdminLinkProviderForUserAsync(Pool, ProviderUser.Native(new('\u65E5', 128)), new("Okta Møre", "email", "\"\\\n\U0001F600"), default)],
            "{}"),
        [nameof(ICognitoGateway.AdminUserGlobalSignOutAsync)] = (
            [gateway => gateway.AdminUserGlobalSignOutAsync(Pool, "c", default), gateway => gateway.AdminUserGlobalSignOutAsync(Pool, new('\u65E5', 128), default)],
            "{}"),
        [nameof(ICognitoGateway.AdminGetUserAsync)] = (
            [gateway => gateway.AdminGetUserAsync(Pool, "c", default), gateway => gateway.AdminGetUserAsync(Pool, new('\u65E5', 128), default)],
            """{"Username":"c"}"""),
        [nameof(ICognitoGateway.ListUsersAsync)] = (
            [gateway => gateway.ListUsersAsync(Pool, null, 1, null, default), gateway => gateway.ListUsersAsync(Pool, "username ^= \"\u65E5\"", 60, "token/+=", default)],
            "{}"),
        [nameof(ICognitoGateway.ListUsersInGroupAsync)] = (
            [gateway => gateway.ListUsersInGroupAsync(Pool, "a", 1, null, default), gateway => gateway.ListUsersInGroupAsync(Pool, new('\u65E5', 128), 60, "next", default)],
            "{}"),
        [nameof(ICognitoGateway.ListIdentityProvidersAsync)] = (
            [gateway => gateway.ListIdentityProvidersAsync(Pool, 1, null, default), gateway => gateway.ListIdentityProvidersAsync(Pool, 60, "next", default)],
            "{}"),
        [nameof(ICognitoGateway.DescribeIdentityProviderAsync)] = (
            [gateway => gateway.DescribeIdentityProviderAsync(Pool, "G", default), gateway => gateway.DescribeIdentityProviderAsync(Pool, new('Ø', 32), default)],
            """{"IdentityProvider":{"ProviderName":"G"}}"""),
        [nameof(ICognitoGateway.ListUserPoolsAsync)] = (
            [gateway => gateway.ListUserPoolsAsync(1, null, default), gateway => gateway.ListUserPoolsAsync(60, "next", default)],
            "{}"),
        [nameof(ICognitoGateway.DescribeUserPoolAsync)] = (
            [gateway => gateway.DescribeUserPoolAsync(Pool, default)],
            """{"UserPool":{"Id":"eu-west-1_AbCdEfGhI"}}"""),
        [nameof(ICognitoGateway.ListUserPoolClientsAsync)] = (
            [gateway => gateway.ListUserPoolClientsAsync(Pool, 1, null, default), gateway => gateway.ListUserPoolClientsAsync(Pool, 60, "next", default)],
            "{}"),
        [nameof(ICognitoGateway.DescribeUserPoolClientAsync)] = (
            [gateway => gateway.DescribeUserPoolClientAsync(Pool, "1", default), gateway => gateway.DescribeUserPoolClientAsync(Pool, new('a', 128), default)],
            """{"UserPoolClient":{"ClientId":"1"}}"""),
        [nameof(ICognitoGateway.UpdateUserPoolClientAsync)] = (
            [gateway => gateway.UpdateUserPoolClientAsync(Pool, "1", JsonSerializer.SerializeToElement(new { ClientName = "web", SupportedIdentityProviders = new[] { "COGNITO" }, RefreshTokenValidity = 30 }), default)],
            "{}"),
        [nameof(ICognitoGateway.AdminSetUserPasswordAsync)] = (
            [gateway => gateway.AdminSetUserPasswordAsync(Pool, "c", new('p', 99), default)],
            "{}"),
    };

    // botocore 1.43.11 does not have it yet; RequestTests checks its request.
    private const string NotInTheModel = nameof(ICognitoGateway.AdminGetUserAuthFactorsAsync);

    [Fact]
    public async Task All_requests_of_all_operations_follow_the_model()
    {
        Skip.Unless(Peers.HasBoto3, Peers.NoBoto3);
        Assert.Equal(
            typeof(ICognitoGateway).GetMethods().Select(method => method.Name).Where(name => name.EndsWith("Async", StringComparison.Ordinal)).Except([NotInTheModel, nameof(ICognitoGateway.LocateAsync), nameof(ICognitoGateway.FindCallerAsync)]).Order(),
            s_operations.Keys.Order());
        List<StubRequest> requests = [];
        foreach (var (calls, answer) in s_operations.Values)
        {
            await using var stub = new StubServer(StubReply.Ok(answer));
            using var gateway = stub.Gateway();
            foreach (var call in calls)
            {
                await call(gateway);
            }

            requests.AddRange(stub.Requests);
        }

        var input = JsonSerializer.Serialize(requests.Select(request => new
        {
            target = request.Header("X-Amz-Target"),
            contentType = request.Header("Content-Type"),
            method = request.Method,
            path = request.Path,
            body = request.Text,
        }));
        var script = Repository.PathOf("tests", "CognitoUnlink.Aws.Tests", "Operations", "check_requests.py");
        var result = await Tool.RunAsync("python3", ["-X", "utf8", script], input: input);

        Assert.True(result.ExitCode == 0, result.ToString());
        var report = JsonSerializer.Deserialize<JsonElement>(result.Output);
        Assert.Empty(report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        Assert.Equal(s_operations.Keys.Order(), report.GetProperty("operations").EnumerateArray().Select(name => name.GetString() + "Async"));
        Assert.Equal(s_operations.Values.Sum(operation => operation.Calls.Length), requests.Count);
    }
}
