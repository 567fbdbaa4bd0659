using System.Globalization;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class ProfileTests : EnvironmentTests
{
    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    [Fact]
    public void The_error_for_an_unknown_profile_names_the_files_and_the_known_profiles()
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
    public void An_unknown_profile_in_AWS_PROFILE_is_refused_even_if_there_is_a_default_profile()
    {
        Aws.Credentials(Keys("default", "DEFAULT"));
        Aws.Set("AWS_PROFILE", "gone");

        var error = Refuse(new GatewayOptions { Region = "eu-west-1" });

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("The profile 'gone' (named by AWS_PROFILE) was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_read_from_ProfileLocation_if_it_is_given()
    {
        Aws.Credentials(Keys("wanted", "USUAL"));
        var location = Aws.FileOf("elsewhere", Keys("wanted", "ELSEWHERE"));

        Assert.Equal("AKIAELSEWHERE", (await SignAsync(s_named with { ProfileLocation = location })).AccessKey);
    }

    [Fact]
    public void The_error_for_a_missing_ProfileLocation_names_it()
    {
        Aws.Credentials(Keys("wanted", "USUAL"));

        var error = Refuse(s_named with { ProfileLocation = "/no/such/file" });

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("/no/such/file", error.Message, StringComparison.Ordinal);
        Assert.Contains("There are no profiles there.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_token_in_a_profile_is_sent()
    {
        Aws.Credentials(Keys("wanted", "TEMP") + "aws_session_token = token-of-profile\n");

        Assert.Equal("token-of-profile", (await SignAsync(s_named)).Header("x-amz-security-token"));
    }

    [Fact]
    public async Task A_profile_that_is_only_in_the_config_file_is_found()
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
    public async Task A_credential_process_with_short_sessions_does_not_run_for_each_request()
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
    public async Task The_error_for_a_failed_credential_process_names_the_profile_and_quotes_no_output()
    {
        Aws.Config($"[profile wanted]\ncredential_process = sh {Aws.FileOf("fails.sh", "echo CANARY >&2\necho CANARY\nexit 3\n")}\n");

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("No credentials from profile 'wanted': its credential_process failed.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task The_error_for_a_refused_role_quotes_STS()
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
    public async Task A_role_whose_STS_cannot_be_reached_is_a_failed_connection()
    {
        UseRole("http://127.0.0.1:1");

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
        Assert.StartsWith("No credentials from profile 'wanted': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_whose_source_profile_is_missing_is_refused_immediately()
    {
        Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = gone\n");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.StartsWith("The profile 'gone' (the source_profile of 'wanted') was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_without_credentials_is_refused_and_not_skipped()
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
    public void The_error_for_a_damaged_file_names_the_file_but_quotes_nothing(string text)
    {
        Aws.Credentials(text);

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains(Aws.CredentialsPath, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_the_SDK_cannot_read_is_not_reported_as_missing()
    {
        Aws.Credentials(Keys("wanted", "WANTED") + "retry_mode = legacy\n");

        var error = Refuse(s_named);

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("has a setting that the AWS SDK for .NET does not know", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_an_error_even_with_explicit_keys_until_it_is_repaired()
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
    public async Task Retry_settings_in_a_profile_do_not_turn_on_retries_in_the_SDK()
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
