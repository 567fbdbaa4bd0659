using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class LoginSessionTests : EnvironmentTests
{
    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    public LoginSessionTests() => Aws.Config("[profile wanted]\nlogin_session = arn:aws:iam::1:user/ann\nregion = eu-west-1\n");

    [Fact]
    public async Task AWS_Tools_provides_the_credentials_if_it_is_available()
    {
        var host = new AnsweringCredentialHost { AwsToolsCredential = ForeignSdk.Credentials("LOGIN") };

        Assert.Equal("AKIALOGIN", (await SignAsync(s_named with { CredentialHost = host })).AccessKey);
        Assert.Equal(["wanted at the default location"], host.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_AWS_Tools_the_error_names_the_alternatives(bool hasHost)
    {
        var error = Refuse(s_named with { CredentialHost = hasHost ? new AnsweringCredentialHost() : null });

        Assert.Equal(CognitoErrorKind.LoginRequired, error.Kind);
        Assert.Contains("AWS.Tools.Common 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("credential_process = aws configure export-credentials --profile wanted", error.Message, StringComparison.Ordinal);
    }
}
