using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class RoleTests : EnvironmentTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/r";

    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    [Fact]
    public async Task A_role_is_assumed_with_its_source_profile_in_the_region_from_the_run()
    {
        await using var sts = Sts();
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = base\nexternal_id = ticket/4711\nrole_session_name = offboarding\n");

        var request = await SignAsync(s_named);

        Assert.Equal("AKIAROLE", request.AccessKey);
        Assert.Equal("token-ROLE", request.Header("x-amz-security-token"));
        Assert.Equal("AKIABASE", sts.LastRequest.AccessKey);
        Assert.Equal("eu-west-1", sts.LastRequest.Region);
        Assert.Equal(("AssumeRole", RoleArn, "offboarding", "ticket/4711"), (Sent(sts, "Action"), Sent(sts, "RoleArn"), Sent(sts, "RoleSessionName"), Sent(sts, "ExternalId")));
    }

    [Fact]
    public async Task Cancellation_does_not_wait_for_an_answer_from_STS()
    {
        await using var sts = new StubServer(StubReply.Ok() with { Hangs = true });
        await using var cognito = new StubServer(StubReply.Ok());
        Aws.Set("AWS_ENDPOINT_URL_STS", sts.Url);
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = base\n");
        using var gateway = new CognitoGatewayFactory().Create(s_named with { EndpointUrl = cognito.Url });
        using var stop = new CancellationTokenSource();

        var call = gateway.ListUserPoolsAsync(60, null, stop.Token);
        while (sts.Requests.IsEmpty)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_role_is_assumed_in_the_region_from_its_own_profile()
    {
        await using var sts = Sts();
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = base\nregion = eu-north-1\n");

        var request = await SignAsync(s_named);

        Assert.Equal("eu-north-1", sts.LastRequest.Region);
        Assert.Equal("eu-west-1", request.Region);
        Assert.StartsWith("cognito-unlink-", Sent(sts, "RoleSessionName"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_assumed_at_the_STS_endpoint_from_its_own_profile_and_no_other()
    {
        await using var sts = new StubServer(request => StandIns.Role(request, "ROLE"));
        await using var other = new StubServer(request => StandIns.Role(request, "OTHER"));
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"""
            [default]
            endpoint_url = {other.Url}
            [profile wanted]
            role_arn = {RoleArn}
            source_profile = base
            services = mine
            [services mine]
            sts =
              endpoint_url = {sts.Url}
            """);

        Assert.Equal("AKIAROLE", (await SignAsync(s_named)).AccessKey);
        Assert.Equal("eu-west-1", sts.LastRequest.Region);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_role_can_be_assumed_through_another_role()
    {
        await using var sts = new StubServer(request => StandIns.Role(request, request.AccessKey == "AKIABASE" ? "FIRST" : "SECOND"));
        Aws.Set("AWS_ENDPOINT_URL_STS", sts.Url);
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = between\n[profile between]\nrole_arn = arn:aws:iam::1:role/between\nsource_profile = base\n");

        Assert.Equal("AKIASECOND", (await SignAsync(s_named)).AccessKey);
        Assert.Equal(["AKIABASE", "AKIAFIRST"], sts.Requests.Select(request => request.AccessKey));
    }

    [Theory]
    [InlineData("Environment", "AKIAENV")]
    [InlineData("EcsContainer", "AKIACONTAINER")]
    [InlineData("Ec2InstanceMetadata", "AKIAINSTANCE")]
    public async Task A_role_is_assumed_with_its_credential_source(string credentialSource, string accessKey)
    {
        await using var sts = Sts();
        await using var container = new StubServer(StandIns.Metadata("CONTAINER"));
        await using var instance = StandIns.Instance(() => StandIns.Metadata("INSTANCE"));
        Aws.Set("AWS_ACCESS_KEY_ID", "AKIAENV");
        Aws.Set("AWS_SECRET_ACCESS_KEY", "env");
        Aws.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.Url);
        Aws.Set("AWS_EC2_METADATA_DISABLED", null);
        Aws.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.Url);
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\ncredential_source = {credentialSource}\nexternal_id = e\n");

        Assert.Equal("AKIAROLE", (await SignAsync(s_named)).AccessKey);
        Assert.Equal(accessKey, sts.LastRequest.AccessKey);
        Assert.Equal("e", Sent(sts, "ExternalId"));
    }

    [Theory]
    [InlineData("Environment", "AWS_ACCESS_KEY_ID is not set")]
    [InlineData("EcsContainer", "not a container")]
    [InlineData("Ec2InstanceMetadata", "not an EC2 instance")]
    [InlineData("Moon", "is not Environment, Ec2InstanceMetadata or EcsContainer")]
    public void The_error_for_an_unusable_credential_source_says_why(string credentialSource, string words)
    {
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\ncredential_source = {credentialSource}\n");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Circular_source_profiles_are_refused()
    {
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = other\n[profile other]\nrole_arn = {RoleArn}\nsource_profile = wanted\n");

        Assert.Contains("lead back to 'wanted'", Refuse(s_named).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_keys_may_be_its_own_source()
    {
        await using var sts = Sts();
        Aws.Credentials(Keys("wanted", "OWN") + $"role_arn = {RoleArn}\nsource_profile = wanted\n");

        Assert.Equal("AKIAROLE", (await SignAsync(s_named)).AccessKey);
        Assert.Equal("AKIAOWN", sts.LastRequest.AccessKey);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_web_identity_token_is_exchanged_for_a_role_without_a_signature(bool byProfile)
    {
        await using var sts = Sts();
        var file = Aws.FileOf("token", "jwt-of-the-cluster\n");
        if (byProfile)
        {
            Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nweb_identity_token_file = {file}\n");
        }
        else
        {
            Aws.Set("AWS_ROLE_ARN", RoleArn);
            Aws.Set("AWS_WEB_IDENTITY_TOKEN_FILE", file);
        }

        Assert.Equal("AKIAROLE", (await SignAsync(byProfile ? s_named : s_named with { ProfileName = null })).AccessKey);
        Assert.Equal(("AssumeRoleWithWebIdentity", "jwt-of-the-cluster"), (Sent(sts, "Action"), Sent(sts, "WebIdentityToken")));
        Assert.Null(sts.LastRequest.Header("Authorization"));
    }

    [Fact]
    public async Task The_MFA_code_is_prompted_for_immediately_on_the_thread_of_the_caller()
    {
        await using var sts = Sts();
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile between]\nrole_arn = {RoleArn}\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/ann\n[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = between\n");
        var host = new AnsweringCredentialHost("123456");

        using (new CognitoGatewayFactory().Create(s_named with { CredentialHost = host, EndpointUrl = "http://127.0.0.1:1" }))
        {
            Assert.Equal([Environment.CurrentManagedThreadId], host.Threads);
        }

        Assert.Equal(["between arn:aws:iam::1:mfa/ann"], host.Requests);
        Assert.Equal(("123456", "arn:aws:iam::1:mfa/ann"), (Sent(sts, "TokenCode", 0), Sent(sts, "SerialNumber", 0)));
        Assert.Equal(2, sts.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_role_that_needs_an_MFA_code_is_refused_if_nobody_enters_one(bool hasHost)
    {
        await using var sts = Sts();
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/ann\n");

        var error = Refuse(s_named with { CredentialHost = hasHost ? new AnsweringCredentialHost((string?)null) : null });

        Assert.Equal(CognitoErrorKind.LoginRequired, error.Kind);
        Assert.Contains("The profile 'wanted' needs a code from the MFA device arn:aws:iam::1:mfa/ann", error.Message, StringComparison.Ordinal);
        Assert.Empty(sts.Requests);
    }

    private static string Sent(StubServer sts, string name, int? index = null) =>
        System.Web.HttpUtility.ParseQueryString((index is { } at ? sts.Requests.ElementAt(at) : sts.LastRequest).Text)[name] ?? "";

    private StubServer Sts()
    {
        var sts = new StubServer(request => StandIns.Role(request, "ROLE"));
        Aws.Set("AWS_ENDPOINT_URL_STS", sts.Url);
        return sts;
    }
}
