using System.Text;
using CognitoUnlink.Aws.Errors;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Errors;

public sealed class ForeignAnswerTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(407)]
    public async Task An_HTML_page_is_an_error_that_shows_its_title_even_with_status_200(int status)
    {
        await using var stub = new StubServer(StubReply.Html(status, "Hotel  &amp; Guests\n Sign-in"));

        var error = await UnlinkAsync(stub);

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Contains($"{stub.Host} to AdminDisableProviderForUser", error.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status}, a page titled \"Hotel & Guests Sign-in\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check the endpoint URL and the proxy", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData("""{"hello":1}""")]
    [InlineData("""{"Users":null}""")]
    [InlineData("""{"Users":{}}""")]
    public async Task An_answer_without_the_list_is_not_treated_as_an_empty_pool(string body)
    {
        await using var stub = new StubServer(new StubReply(200, body));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUsersAsync("eu-west-1_abc", null, 60, null, CancellationToken.None));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [InlineData(500, "<html><head><title>500 Internal Server Error</title></head></html>", "HTTP 500, a page titled \"500 Internal Server Error\"")]
    [InlineData(501, "", "HTTP 501, an empty answer")]
    [InlineData(501, """{"__type":"InternalFailure","message":"not yet implemented."}""", "InternalFailure, not yet implemented")]
    [InlineData(400, """{"__type":"UnknownOperationException"}""", "UnknownOperationException")]
    public async Task The_error_for_an_unsupported_operation_names_the_server_and_is_not_transient(int status, string body, string description)
    {
        await using var stub = new StubServer(new StubReply(status, body));

        var error = await UnlinkAsync(stub);

        Assert.Equal((CognitoErrorKind.OperationNotSupported, FailureScope.Run), (error.Kind, error.Scope));
        Assert.Equal($"{stub.Host} does not know AdminDisableProviderForUser: {description}.", error.Message);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData("https://cognito-idp.eu-west-1.amazonaws.com/", true)]
    [InlineData("https://vpce-0a1b-2c3d.cognito-idp.eu-west-1.vpce.amazonaws.com/", true)]
    [InlineData("http://127.0.0.1:5000/", false)]
    public void The_AWS_health_page_is_named_only_for_AWS_endpoints(string endpoint, bool isNamed)
    {
        var call = new CallSite("AdminGetUser", "eu-west-1_abc", "eu-west-1", new Uri(endpoint), "the keys given", TimeSpan.FromSeconds(1));
        foreach (var body in (string[])["", """{"__type":"InternalErrorException","message":"Something went wrong."}"""])
        {
            var error = ServiceErrorMap.Read(new ErrorReply { StatusCode = 502, Body = Encoding.UTF8.GetBytes(body) }, call);
            Assert.Equal(CognitoErrorKind.ServiceFault, error.Kind);
            Assert.Equal(isNamed, error.Message.Contains("health.aws.amazon.com", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task An_HTML_page_with_a_5xx_status_is_a_transient_fault(int status)
    {
        await using var stub = new StubServer(StubReply.Html(status, "Bad Gateway"));

        var error = await UnlinkAsync(stub);

        Assert.Equal(CognitoErrorKind.ServiceFault, error.Kind);
        Assert.True(error.IsTransient);
        Assert.Equal($"{stub.Host} answered AdminDisableProviderForUser with HTTP {status}, a page titled \"Bad Gateway\".", error.Message);
    }

    [Theory]
    [InlineData("<html><body>no title</body></html>", "a page without a title")]
    [InlineData("Not Found", "text that is not JSON")]
    [InlineData("[1,2]", "text that is not JSON")]
    [InlineData("", "an empty answer")]
    [InlineData("""{"error":"nope"}""", "JSON in another format")]
    public async Task Other_answers_without_a_code_are_described(string body, string words)
    {
        await using var stub = new StubServer(new StubReply(404, body));

        var error = await UnlinkAsync(stub);

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"HTTP 404, {words}.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Username":""")]
    [InlineData("""{"Username":7}""")]
    public async Task A_user_without_a_username_is_an_error(string body)
    {
        await using var stub = new StubServer(StubReply.Ok(body));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", default));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(StubReply.RequestId, error.RequestId);
    }

    [Fact]
    public async Task Only_the_beginning_of_a_huge_page_is_searched_for_a_title()
    {
        await using var stub = new StubServer(new StubReply(400, "<html>" + new string('x', 2_000_000) + "<title>late</title>"));

        var error = await UnlinkAsync(stub);

        Assert.Contains("a page without a title", error.Message, StringComparison.Ordinal);
    }

    private static async Task<CognitoException> UnlinkAsync(StubServer stub)
    {
        using var gateway = stub.Gateway();
        return await Assert.ThrowsAsync<CognitoException>(
            () => gateway.AdminDisableProviderForUserAsync("eu-west-1_A", ProviderUser.Native("carlos"), default));
    }
}
