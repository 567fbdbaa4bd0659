using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class SignatureTests
{
    private const string Body = """{"UserPoolId":"us-east-1_LocalPool"}""";

    private const string Mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-central-1")]
    public async Task A_valid_signature_for_any_region_is_accepted(string region)
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Region = region })).Ok();
        Assert.Equal(("local", region), Assert.Single(pool.Server.GetRequests()) switch { var request => (request.AccessKey, request.Region) });
    }

    [Fact]
    public async Task A_signature_may_include_a_session_token()
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { SessionToken = "token" })).Ok();
    }

    [Fact]
    public async Task A_signature_with_a_wrong_secret_key_does_not_match()
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { SecretKey = "wrong" })).Is("InvalidSignatureException", Mismatch);
    }

    [Theory]
    [InlineData("X-Amz-Target", "AWSCognitoIdentityProviderService.ListIdentityProviders")]
    [InlineData("X-Amz-Security-Token", "other")]
    public async Task The_signature_does_not_match_if_a_signed_header_was_changed(string name, string value)
    {
        using var pool = TestPool.Generated(1);
        var answer = await pool.SendAsync("ListUsers", Body, new RequestSigner { SessionToken = "token" }, request =>
        {
            request.Headers.Remove(name);
            request.Headers.Add(name, value);
        });
        answer.Is("InvalidSignatureException", Mismatch);
    }

    [Fact]
    public async Task The_signature_does_not_match_if_the_body_was_changed()
    {
        using var pool = TestPool.Generated(1);
        var answer = await pool.SendAsync("ListUsers", Body, new RequestSigner(), request =>
        {
            var type = request.Content!.Headers.ContentType;
            request.Content = new StringContent(Body + " ");
            request.Content.Headers.ContentType = type;
        });
        answer.Is("InvalidSignatureException", Mismatch);
    }

    [Fact]
    public async Task An_unknown_access_key_is_refused()
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { AccessKey = "AKIAOTHER" }))
            .Is("UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, signer: null)).Is("MissingAuthenticationTokenException", "Missing Authentication Token");
        Assert.Null(Assert.Single(pool.Server.GetRequests()).AccessKey);
    }

    [Fact]
    public async Task A_signature_for_another_service_is_refused()
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Service = "cognito-identity" }))
            .Is("InvalidSignatureException", "Credential should be scoped to correct service: 'cognito-idp'.");
    }

    [Fact]
    public async Task A_signature_for_an_invalid_region_is_refused()
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Region = "us_east" }))
            .Is("InvalidSignatureException", "Credential should be scoped to a valid region.");
    }

    [Fact]
    public async Task The_clocks_may_differ_by_five_minutes()
    {
        using var pool = TestPool.Generated(1);
        var now = pool.Clock.GetUtcNow();
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Time = now.AddMinutes(-5) })).Ok();
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Time = now.AddMinutes(5) })).Ok();
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Time = now.AddSeconds(-301) })).Is(
            "InvalidSignatureException", "Signature expired: 20260304T050106Z is now earlier than 20260304T050107Z (20260304T050607Z - 5 min.)");
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { Time = now.AddSeconds(301) })).Is(
            "InvalidSignatureException", "Signature not yet current: 20260304T051108Z is still later than 20260304T051107Z (20260304T050607Z + 5 min.)");
    }

    [Theory]
    [InlineData("Basic abc", "Unsupported AWS 'algorithm': 'Basic'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=local/x", "Authorization header requires 'SignedHeaders' parameter. Authorization header requires 'Signature' parameter.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=local/x, SignedHeaders=host, Signature=0", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")]
    public async Task An_incomplete_authorization_header_is_refused(string header, string message)
    {
        using var pool = TestPool.Generated(1);
        (await pool.SendAsync("ListUsers", Body, null, request => request.Headers.TryAddWithoutValidation("Authorization", header)))
            .Is("IncompleteSignatureException", message);
    }

    [Fact]
    public async Task The_signature_check_can_be_turned_off()
    {
        using var pool = TestPool.With(new() { UserCount = 1, SkipSignatureCheck = true });
        (await pool.SendAsync("ListUsers", Body, new RequestSigner { SecretKey = "wrong", AccessKey = "other" })).Ok();
        (await pool.SendAsync("ListUsers", Body, signer: null)).Ok();
        Assert.Equal(["other", null], pool.Server.GetRequests().Select(request => request.AccessKey));
    }
}
