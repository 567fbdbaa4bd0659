using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class ProtocolTests
{
    [Fact]
    public async Task Every_answer_has_its_own_request_id_and_the_content_type_of_the_service()
    {
        using var pool = TestPool.Generated(1);
        var answers = new[] { await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id }), await pool.CallAsync("ListUsers", new { UserPoolId = "us-east-1_x" }) };
        Assert.All(answers, answer => Assert.Equal("application/x-amz-json-1.1", answer.Headers["Content-Type"]));
        var ids = answers.Select(answer => Guid.Parse(answer.Headers["x-amzn-requestid"])).ToList();
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Equal(ids, pool.Server.GetRequests().Select(request => Guid.Parse(request.RequestId!)));
    }

    [Fact]
    public async Task An_error_is_in_the_body_and_in_the_headers()
    {
        using var pool = TestPool.Generated(1);
        var answer = await pool.GetUserAsync("nobody");
        Assert.Equal("""{"__type":"UserNotFoundException","message":"User does not exist."}""", answer.Text);
        Assert.Equal(
            (400, "UserNotFoundException:", "User does not exist."),
            ((int)answer.Status, answer.Headers["x-amzn-errortype"], answer.Headers["x-amzn-errormessage"]));
    }

    [Fact]
    public async Task Text_from_the_client_cannot_break_the_headers_of_an_error()
    {
        using var pool = TestPool.Generated(1);
        var answer = await pool.CallAsync("DescribeIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "日本\u2028é" });
        Assert.Equal("Identity provider 日本\u2028é does not exist.", answer.Message);
        Assert.Equal("Identity provider ???? does not exist.", answer.Headers["x-amzn-errormessage"]);
    }

    [Fact]
    public void An_unexpected_exception_in_the_server_is_an_internal_error()
    {
        var answer = ApiHandler.Failed(ServiceErrors.InternalError(new InvalidOperationException("words")));
        Assert.Equal((500, "InternalErrorException"), (answer.StatusCode, answer.Error!.Code));
        Assert.Contains(answer.Headers, header => header is { Key: "x-amzn-errortype", Value: "InternalErrorException:" });
    }

    [Theory]
    [InlineData("AdminUserGlobalSignOut", "{}")]
    [InlineData("AdminDisableUser", "{}")]
    [InlineData("AdminDeleteUser", "")]
    public async Task An_empty_structure_is_sent_as_braces_and_no_output_as_no_body(string operation, string body)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var answer = await pool.CallAsync(operation, new { UserPoolId = pool.Id, Username = "carlos" });
        Assert.Equal((200, body), ((int)answer.Status, answer.Text));
        Assert.Equal(body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("AdminListDevices")]
    [InlineData("listUsers")]
    [InlineData("")]
    public async Task Unsupported_operations_are_refused(string operation)
    {
        using var pool = TestPool.Generated(1);
        (await pool.CallAsync(operation, new { })).Is("UnknownOperationException", "The requested operation is not supported by the local user pool.");
        Assert.Equal(operation, Assert.Single(pool.Server.GetRequests()).Operation);
    }

    [Theory]
    [InlineData("{", "The request body is not valid JSON.")]
    [InlineData("", "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null")]
    [InlineData("[]", "Start of list found where not expected.")]
    [InlineData("""{"UserPoolId":5}""", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("""{"UserPoolId":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("""{"UserPoolId":"us-east-1_LocalPool","Limit":"5"}""", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("""{"UserPoolId":"us-east-1_LocalPool","AttributesToGet":[null]}""", "NULL_VALUE can not be converted to a String")]
    public async Task A_body_that_does_not_fit_the_operation_is_refused(string body, string message)
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", body, new RequestSigner())).Is(body.Length == 0 ? "InvalidParameterException" : "SerializationException", message);
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        using var pool = TestPool.Generated(1);
        (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id, Whatever = 1 })).Ok();
    }

    [Fact]
    public async Task Hundreds_of_concurrent_requests_are_answered_and_each_change_is_made_once()
    {
        using var pool = TestPool.Generated(400);
        var identities = (await pool.PagesAsync("ListUsers", "PaginationToken", 60)).SelectMany(page => page).ToList();
        var answers = await Task.WhenAll(identities.Select(username => pool.CallAsync("AdminDisableUser", new { UserPoolId = pool.Id, Username = username })));
        Assert.All(answers, answer => answer.Ok());
        Assert.Equal(400, (await pool.PagesAsync("ListUsers", "PaginationToken", 60, new() { ["Filter"] = "status = \"Disabled\"" })).Sum(page => page.Count));

        var race = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            pool.LinkAsync(TestPool.Native(identities[6]), TestPool.Identity("Okta", "Cognito_Subject", "raced"))));
        Assert.Single(race, answer => answer.ErrorCode is null);
    }
}
