using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_is_logged_with_its_input_and_its_result()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        await pool.UnlinkAsync("Google", "Cognito_Subject", "1111");
        await pool.GetUserAsync("carlos");
        var requests = pool.Server.GetRequests();
        Assert.Equal([1, 2, 3], requests.Select(request => (int)request.Number));
        var (first, second, third) = (requests[0], requests[1], requests[2]);
        Assert.Equal(("AdminDisableProviderForUser", pool.Id, "Google", "Cognito_Subject", "1111"), (first.Operation, first.UserPoolId, first.ProviderName, first.ProviderAttributeName, first.ProviderAttributeValue));
        Assert.Equal((null, "local", "us-east-1", 200, null), (first.Username, first.AccessKey, first.Region, first.StatusCode, first.ErrorCode));
        Assert.Equal(
            $$$"""{"UserPoolId":"{{{pool.Id}}}","User":{"ProviderName":"Google","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"1111"}}""",
            first.Body);
        Assert.Equal((pool.Clock.GetUtcNow().UtcDateTime, DateTimeKind.Utc), (first.Timestamp, first.Timestamp.Kind));
        Assert.Equal((400, "InvalidParameterException"), (second.StatusCode, second.ErrorCode));
        Assert.Equal(("AdminGetUser", "carlos", null), (third.Operation, third.Username, third.ProviderName));
        pool.Server.ClearRequests();
        Assert.Empty(pool.Server.GetRequests());
    }

    [Fact]
    public async Task A_link_request_is_logged_with_its_source()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Okta", "email", "p"))).Ok();
        var request = Assert.Single(pool.Server.GetRequests());
        Assert.Equal(("Okta", "email", "p"), (request.ProviderName, request.ProviderAttributeName, request.ProviderAttributeValue));
    }

    [Theory]
    [InlineData("AdminSetUserPassword", """{"UserPoolId":"us-east-1_LocalPool","Username":"u","Password":"s3cret-value"}""")]
    [InlineData("AdminSetUserPassword", """{"UserPoolId":"us-east-1_LocalPool","Username":"u","Pass\u0077ord":"s3cret-value"}""")]
    [InlineData("AdminSetUserPassword", """{"UserPoolId":"us-east-1_LocalPool","Password":"s3cret-value" """)]
    [InlineData("AdminCreateUser", """{"UserPoolId":"us-east-1_LocalPool","Username":"u","TemporaryPassword":"s3cret-value"}""")]
    [InlineData("CreateIdentityProvider", """{"UserPoolId":"us-east-1_LocalPool","ProviderName":"New","ProviderType":"OIDC","ProviderDetails":{"client_id":"x","client_secret":"s3cret-value"}}""")]
    public async Task Passwords_and_client_secrets_are_masked(string operation, string body)
    {
        using var pool = TestPool.Generated(1);
        var answer = await pool.SendAsync(operation, body, new RequestSigner());
        var request = Assert.Single(pool.Server.GetRequests());
        Assert.DoesNotContain("s3cret-value", request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-value", (await pool.ControlAsync(HttpMethod.Get, "requests")).Text, StringComparison.Ordinal);
        if (answer.ErrorCode != "SerializationException")
        {
            Assert.Contains("***", request.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_the_newest_requests_are_kept_and_numbering_continues()
    {
        var log = new RequestLog(capacity: 3);
        for (var number = 0; number < 5; number++)
        {
            log.Add(new LoggedCall(DateTime.UnixEpoch, "ListUsers", null, null, null, 200, null, Guid.Empty));
        }

        Assert.Equal([3, 4, 5], log.Since().Select(request => (int)request.Number));
        Assert.Equal([5], log.Since(4).Select(request => (int)request.Number));
    }

    [Fact]
    public void Requests_with_large_bodies_are_dropped_sooner()
    {
        var log = new RequestLog(mostBytes: 100);
        for (var number = 0; number < 5; number++)
        {
            log.Add(new LoggedCall(DateTime.UnixEpoch, "ListUsers", new byte[40], null, null, 200, null, Guid.Empty));
        }

        log.Add(new LoggedCall(DateTime.UnixEpoch, "ListUsers", new byte[200], null, null, 200, null, Guid.Empty));
        log.Add(new LoggedCall(DateTime.UnixEpoch, "ListUsers", new byte[40], null, null, 200, null, Guid.Empty));

        Assert.Equal([7], log.Since().Select(request => (int)request.Number));
    }
}
