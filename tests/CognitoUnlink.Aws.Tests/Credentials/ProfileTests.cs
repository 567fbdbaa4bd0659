using System.Globalization;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class ProfileTests : EnvironmentTests
{
    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    [Fact]
    public void An_unknown_profile_is_refused_with_the_files_and_the_known_names()
    {
        Aws.Credentials(Keys("default", "DEFAULT") + Keys("beta", "BETA"));
        Aws.Config("[profile alpha]\nregion = eu-west-1\n");
        Aws.Set("AWS_ACCESS_KEY_ID", "AKIAENV");
        Aws.Set("AWS_SECRET_ACCESS_KEY", "env");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Equal(
            $"The profile 'wanted' was not found in {Aws.CredentialsPath} or {Aws.ConfigPath}. Profiles there: alpha, beta, default.",
            error.Message);
    }

    [Fact]
    public void An_unknown_AWS_PROFILE_is_refused_though_there_is_a_default()
    {
        Aws.Credentials(Keys("default", "DEFAULT"));
        Aws.Set("AWS_PROFILE", "gone");

        var error = Refuse(new GatewayOptions { Region = "eu-west-1" });

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("The profile 'gone' (named by AWS_PROFILE) was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProfileLocation_is_where_the_profile_is_looked_up()
    {
        Aws.Credentials(Keys("wanted", "USUAL"));
        var location = Aws.FileOf("elsewhere", Keys("wanted", "ELSEWHERE"));

        Assert.Equal("AKIAELSEWHERE", (await SignAsync(s_named with { ProfileLocation = location })).AccessKey);
    }

    [Fact]
    public void A_ProfileLocation_that_does_not_exist_is_named()
    {
        Aws.Credentials(Keys("wanted", "USUAL"));

        var error = Refuse(s_named with { ProfileLocation = "/no/such/file" });

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("/no/such/file", error.Message, StringComparison.Ordinal);
        Assert.Contains("There are no profiles there.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_a_session_token_sends_it()
    {
        Aws.Credentials(Keys("wanted", "TEMP") + "aws_session_token = token-of-profile\n");

        Assert.Equal("token-of-profile", (await SignAsync(s_named)).Header("x-amz-security-token"));
    }

    [Fact]
    public async Task A_profile_of_the_config_file_alone_is_found()
    {
        Aws.Config("[profile wanted]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = config\n");

        Assert.Equal("AKIACONFIG", (await SignAsync(s_named)).AccessKey);
    }

    [Fact]
    public async Task A_credential_process_gives_credentials()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a shell command.");
        var answer = Aws.FileOf("answer.json", """{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"process","SessionToken":"token-of-process"}""");
        Aws.Config($"[profile wanted]\ncredential_process = cat {answer}\n");

        var request = await SignAsync(s_named);

        Assert.Equal("AKIAPROCESS", request.AccessKey);
        Assert.Equal("token-of-process", request.Header("x-amz-security-token"));
    }

    [Fact]
    public async Task A_credential_process_of_short_sessions_is_not_started_for_each_request()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a shell command.");
        var expires = DateTime.UtcNow.AddMinutes(10).ToString("s", CultureInfo.InvariantCulture);
        var answer = Aws.FileOf("answer.json", $$"""{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"process","SessionToken":"token","Expiration":"{{expires}}Z"}""");
        var starts = answer + ".starts";
        Aws.Config($"[profile wanted]\ncredential_process = sh {Aws.FileOf("answer.sh", $"echo started >> '{starts}'\ncat '{answer}'\n")}\n");

        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(s_named with { EndpointUrl = stub.Url });
        for (var i = 0; i < 5; i++)
        {
            await gateway.ListUserPoolsAsync(60, null, default);
        }

        Assert.Single(await File.ReadAllLinesAsync(starts, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_profile_that_fails_when_it_is_used_names_itself()
    {
        Aws.Config($"[profile wanted]\ncredential_process = sh {Aws.FileOf("fails.sh", "echo CANARY >&2\necho CANARY\nexit 3\n")}\n");

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("No credentials from profile 'wanted': its credential_process failed.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task A_role_that_STS_refuses_tells_what_STS_said()
    {
        const string refusal = "User is not authorized to perform: sts:AssumeRole";
        await using var sts = new Stub.StubServer(new Stub.StubReply(
            403, $"<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>{refusal}</Message></Error><RequestId>1</RequestId></ErrorResponse>")
        {
            ContentType = "text/xml",
        });
        UseRole(sts.Url);

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains(refusal, error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task A_role_whose_STS_cannot_be_reached_may_be_had_later()
    {
        UseRole("http://127.0.0.1:1");

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
        Assert.StartsWith("No credentials from profile 'wanted': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_whose_source_is_missing_is_refused_at_once()
    {
        Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = gone\n");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("The profile 'gone' (the source_profile of 'wanted') was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_without_credentials_is_refused_rather_than_passed_over()
    {
        Aws.Credentials(Keys("default", "DEFAULT"));
        Aws.Config("[profile wanted]\nregion = eu-west-1\n");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("The profile 'wanted' has no settings that give credentials", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[wanted\naws_secret_access_key = line-CANARY\n")]
    [InlineData("[wanted]\naws_secret_access_key line-CANARY\n")]
    public void A_damaged_file_is_refused_without_quoting_it(string text)
    {
        Aws.Credentials(text);

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains(Aws.CredentialsPath, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_the_SDK_passes_over_is_not_called_missing()
    {
        Aws.Credentials(Keys("wanted", "WANTED") + "retry_mode = legacy\n");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("has a setting that the AWS SDK for .NET does not know", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_told_of_even_to_keys_and_its_repair_is_noticed()
    {
        var keys = new GatewayOptions { AccessKey = "AKIAGIVEN", SecretKey = "given", Region = "eu-west-1", ProfileLocation = Aws.FileOf("good", "") };
        Aws.Credentials("no section, no property");

        var error = Refuse(keys);
        Aws.Credentials("");

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains(Aws.CredentialsPath, error.Message, StringComparison.Ordinal);
        Assert.Equal("AKIAGIVEN", (await SignAsync(keys)).AccessKey);
    }

    [Fact]
    public async Task Retry_settings_of_a_profile_bring_no_retries_back()
    {
        Aws.Config("[default]\nretry_mode = adaptive\nmax_attempts = 7\n");
        await using var stub = new Stub.StubServer(Stub.StubReply.Error("ThrottlingException"));
        using var gateway = stub.Gateway();

        await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Single(stub.Requests);
    }

    private void UseRole(string stsUrl)
    {
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n");
        Aws.Set("AWS_ENDPOINT_URL_STS", stsUrl);
    }
}
