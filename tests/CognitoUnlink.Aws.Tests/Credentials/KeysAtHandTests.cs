using Amazon.Runtime;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Where only keys at hand may be taken: what signs, and that nobody is asked for anything else.</summary>
public sealed class KeysAtHandTests : EnvironmentTests
{
    private const string Role = "role_arn = arn:aws:iam::123456789012:role/r\n";

    private static readonly GatewayOptions s_atHand = new() { Region = "eu-west-1", KeysAtHandOnly = true };

    [Fact]
    public async Task Keys_sign_wherever_they_are_written_down()
    {
        Aws.Credentials(Keys("default", "DEFAULT") + Keys("named", "NAMED") + Keys("ambient", "AMBIENT"));

        Assert.Equal("AKIADEFAULT", (await SignAsync(s_atHand)).AccessKey);
        Aws.Set("AWS_PROFILE", "ambient");
        Assert.Equal("AKIAAMBIENT", (await SignAsync(s_atHand)).AccessKey);
        Aws.Set("AWS_ACCESS_KEY_ID", "AKIAENV");
        Aws.Set("AWS_SECRET_ACCESS_KEY", "env");
        Assert.Equal("AKIAENV", (await SignAsync(s_atHand)).AccessKey);
        Assert.Equal("AKIASESSION", (await SignAsync(s_atHand with { SessionCredential = ForeignSdk.Session(new BasicAWSCredentials("AKIASESSION", "s")) })).AccessKey);
        Assert.Equal("AKIAOBJECT", (await SignAsync(s_atHand with { Credential = new SessionAWSCredentials("AKIAOBJECT", "s", "t") })).AccessKey);
        Assert.Equal("AKIANAMED", (await SignAsync(s_atHand with { ProfileName = "named" })).AccessKey);
        Assert.Equal("AKIAGIVEN", (await SignAsync(s_atHand with { AccessKey = "AKIAGIVEN", SecretKey = "given" })).AccessKey);
    }

    public static TheoryData<string> OtherProfiles =>
    [
        Role + "source_profile = base\n",
        Role + "source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/m\n",
        Role + "credential_source = Ec2InstanceMetadata\n",
        Role + "web_identity_token_file = /tmp/token\n",
        "credential_process = touch PROCESS-RAN\n",
        "sso_account_id = 123456789012\nsso_role_name = r\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n",
        "login_session = arn:aws:iam::123456789012:user/u\n",
        "region = eu-west-1\n",
    ];

    [Theory]
    [MemberData(nameof(OtherProfiles))]
    public async Task Nobody_is_asked_for_what_a_profile_does_not_hold_itself(string settings)
    {
        await using var asked = new StubServer(StubReply.Ok());
        var ran = Path.Combine(Path.GetDirectoryName(Aws.CredentialsPath)!, "ran");
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\n{settings.Replace("PROCESS-RAN", ran, StringComparison.Ordinal)}");
        LetMetadataBe(asked);
        Aws.Set("AWS_ENDPOINT_URL_STS", asked.Url);
        var host = new AnsweringCredentialHost("123456");

        var error = Refuse(s_atHand with { ProfileName = "wanted", CredentialHost = host });

        Assert.Contains(error.Kind, new[] { CognitoErrorKind.CredentialsNotFound, CognitoErrorKind.ProfileNotFound });
        Assert.Empty(asked.Requests);
        Assert.Empty(host.Asked);
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task Neither_container_nor_instance_nor_token_file_is_asked()
    {
        await using var asked = new StubServer(StubReply.Ok());
        LetMetadataBe(asked);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand).Kind);
        Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", asked.Url);
        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand).Kind);
        Aws.Set("AWS_WEB_IDENTITY_TOKEN_FILE", Aws.FileOf("token", "t"));
        Aws.Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r");
        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand).Kind);
        Assert.Empty(asked.Requests);
    }

    [Fact]
    public void Objects_that_may_have_to_ask_are_passed_over_for_nobody_else()
    {
        Aws.Credentials(Keys("default", "DEFAULT"));
        var asks = new ForeignSdk.Refreshing(_ => throw new InvalidOperationException("asked"));

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand with { Credential = asks }).Kind);
        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand with { SessionCredential = ForeignSdk.Session(asks) }).Kind);
    }

    private void LetMetadataBe(StubServer metadata)
    {
        Aws.Set("AWS_EC2_METADATA_DISABLED", null);
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);
    }
}
