using Amazon.Runtime;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class CredentialObjectTests : EnvironmentTests
{
    private static readonly GatewayOptions s_region = new() { Region = "eu-west-1" };

    [Fact]
    public async Task A_credentials_object_from_the_SDK_is_used()
    {
        var request = await SignAsync(s_region with { Credential = new SessionAWSCredentials("AKIAOWN", "own", "token-OWN") });

        Assert.Equal(("AKIAOWN", "token-OWN"), (request.AccessKey, request.Header("x-amz-security-token")));
    }

    [Fact]
    public async Task A_credentials_object_is_read_again_for_each_request()
    {
        var credentials = new ForeignSdk.Refreshing(made => new($"AKIA{made}", "s", null));
        await using var stub = new Stub.StubServer(Stub.StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(s_region with { Credential = credentials, EndpointUrl = stub.Url });

        await gateway.ListUserPoolsAsync(60, null, default);
        credentials.ClearCredentials();
        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Equal(["AKIA0", "AKIA1"], stub.Requests.Select(request => request.AccessKey));
    }

    [Theory]
    [InlineData("a name")]
    [InlineData(5)]
    public void An_object_without_AWS_credentials_is_refused(object credential)
    {
        Aws.Credentials(Keys("default", "DEFAULT"));

        var error = Refuse(s_region with { Credential = credential });

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.StartsWith($"An object of type {credential.GetType().FullName} does not contain AWS credentials.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anonymous_credentials_are_refused_before_anything_is_sent()
    {
        var error = Refuse(s_region with { Credential = new AnonymousAWSCredentials() });

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.StartsWith("No credentials from the credentials object given: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_SSO_object_without_a_token_opens_no_browser_and_the_error_says_how_to_sign_in()
    {
        var error = Refuse(s_region with { SessionCredential = ForeignSdk.Session(new ForeignSdk.SSOAWSCredentials()) });

        Assert.Equal(CognitoErrorKind.LoginRequired, error.Kind);
        Assert.EndsWith("SSO Token has expired. Sign in again, for instance with aws sso login.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_the_options_and_of_a_gateway_does_not_show_the_credentials()
    {
        var (given, ofSession) = (ForeignSdk.Credentials("X"), ForeignSdk.Credentials("Y"));
        Assert.Contains("secret-X-CANARY", given.ToString(), StringComparison.Ordinal);

        foreach (var options in new[] { s_region with { Credential = given }, s_region with { SessionCredential = ofSession }, s_region with { SessionCredential = ForeignSdk.Session(ofSession) } })
        {
            using var gateway = new CognitoGatewayFactory().Create(options);
            Assert.DoesNotContain("CANARY", options.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("CANARY", gateway.ToString(), StringComparison.Ordinal);
        }
    }
}
