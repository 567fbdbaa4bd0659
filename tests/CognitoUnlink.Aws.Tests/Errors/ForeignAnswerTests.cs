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
    public async Task A_page_is_named_by_its_title_and_never_taken_for_success(int status)
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
    public async Task An_object_without_the_list_is_no_empty_pool(string body)
    {
        await using var stub = new StubServer(new StubReply(200, body));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUsersAsync("eu-west-1_abc", null, 60, null, CancellationToken.None));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_page_with_5xx_is_a_fault_that_may_pass(int status)
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
    [InlineData("""{"error":"nope"}""", "JSON of another kind")]
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
    public async Task A_user_without_a_username_is_not_read(string body)
    {
        await using var stub = new StubServer(StubReply.Ok(body));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", default));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(StubReply.RequestId, error.RequestId);
    }

    [Fact]
    public async Task A_huge_page_is_looked_at_only_at_its_beginning()
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
