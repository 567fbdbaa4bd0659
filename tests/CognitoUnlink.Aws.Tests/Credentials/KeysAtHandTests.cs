using Amazon.Runtime;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>With KeysAtHandOnly: which keys sign, and that nothing else is called or prompted for.</summary>
public sealed class KeysAtHandTests : EnvironmentTests
{
    private const string Role = "role_arn = arn:aws:iam::123456789012:role/r\n";

    private static readonly GatewayOptions s_atHand = new() { Region = "eu-west-1", KeysAtHandOnly = true };

    [Fact]
    public async Task Stored_keys_from_every_source_are_used()
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
    public async Task A_profile_without_keys_of_its_own_is_refused_without_a_call_a_prompt_or_a_process(string settings)
    {
        await using var server = new StubServer(StubReply.Ok());
        var ran = Path.Combine(Path.GetDirectoryName(Aws.CredentialsPath)!, "ran");
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\n{settings.Replace("PROCESS-RAN", ran, StringComparison.Ordinal)}");
        EnableMetadata(server);
        Aws.Set("AWS_ENDPOINT_URL_STS", server.Url);
        var host = new AnsweringCredentialHost("123456");

        var error = Refuse(s_atHand with { ProfileName = "wanted", CredentialHost = host });

        Assert.Contains(error.Kind, new[] { CognitoErrorKind.CredentialsNotFound, CognitoErrorKind.ProfileNotFound });
        Assert.Empty(server.Requests);
        Assert.Empty(host.Requests);
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task Container_instance_and_web_identity_credentials_are_not_used()
    {
        await using var server = new StubServer(StubReply.Ok());
        EnableMetadata(server);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand).Kind);
        Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.Url);
        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand).Kind);
        Aws.Set("AWS_WEB_IDENTITY_TOKEN_FILE", Aws.FileOf("token", "t"));
        Aws.Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r");
        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand).Kind);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void An_object_that_may_have_to_fetch_keys_is_refused_even_if_a_profile_has_keys()
    {
        Aws.Credentials(Keys("default", "DEFAULT"));
        var refreshing = new ForeignSdk.Refreshing(_ => throw new InvalidOperationException("The keys were fetched."));

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand with { Credential = refreshing }).Kind);
        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Refuse(s_atHand with { SessionCredential = ForeignSdk.Session(refreshing) }).Kind);
    }

    private void EnableMetadata(StubServer metadata)
    {
        Aws.Set("AWS_EC2_METADATA_DISABLED", null);
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);
    }
}
