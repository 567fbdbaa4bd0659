using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class CredentialOrderTests : EnvironmentTests
{
    private static readonly GatewayOptions s_region = new() { Region = "eu-west-1" };

    private static readonly GatewayOptions s_keys = s_region with { AccessKey = "AKIAGIVEN", SecretKey = "given" };

    [Fact]
    public async Task Explicit_keys_beat_everything_else()
    {
        FillEverything();

        var request = await SignAsync(s_keys with { ProfileName = "named" });

        Assert.Equal("AKIAGIVEN", request.AccessKey);
        Assert.Null(request.Header("x-amz-security-token"));
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed_with_the_keys()
    {
        var request = await SignAsync(s_keys with { SessionToken = "token-of-session" });

        Assert.Equal("token-of-session", request.Header("x-amz-security-token"));
        Assert.Contains("x-amz-security-token", request.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_profile_beats_the_environment()
    {
        FillEverything();

        Assert.Equal("AKIANAMED", (await SignAsync(s_region with { ProfileName = "named" })).AccessKey);
    }

    [Fact]
    public async Task Keys_in_the_environment_beat_AWS_PROFILE_and_their_session_token_is_sent()
    {
        FillEverything();

        var request = await SignAsync(s_region);

        Assert.Equal("AKIAENV", request.AccessKey);
        Assert.Equal("token-of-env", request.Header("x-amz-security-token"));
    }

    [Fact]
    public async Task AWS_PROFILE_beats_the_default_profile()
    {
        FillEverything();
        Aws.Set("AWS_ACCESS_KEY_ID", null);
        Aws.Set("AWS_SECRET_ACCESS_KEY", null);
        Aws.Set("AWS_SESSION_TOKEN", null);

        Assert.Equal("AKIAAMBIENT", (await SignAsync(s_region)).AccessKey);
    }

    [Fact]
    public async Task The_default_profile_beats_the_legacy_default_profile()
    {
        Aws.Credentials(Keys("default", "DEFAULT") + Keys("AWS PS Default", "LEGACY"));

        Assert.Equal("AKIADEFAULT", (await SignAsync(s_region)).AccessKey);
    }

    [Fact]
    public async Task The_legacy_default_profile_is_used_if_the_default_profile_has_no_credentials()
    {
        Aws.Config("[default]\nregion = eu-west-3\n");
        Aws.Credentials(Keys("AWS PS Default", "LEGACY"));

        Assert.Equal("AKIALEGACY", (await SignAsync(s_region)).AccessKey);
    }

    [Fact]
    public async Task The_environment_is_read_again_for_each_gateway()
    {
        Aws.Set("AWS_ACCESS_KEY_ID", "AKIAFIRST");
        Aws.Set("AWS_SECRET_ACCESS_KEY", "first");
        Assert.Equal("AKIAFIRST", (await SignAsync(s_region)).AccessKey);

        Aws.Set("AWS_ACCESS_KEY_ID", "AKIASECOND");
        Assert.Equal("AKIASECOND", (await SignAsync(s_region)).AccessKey);

        Aws.Set("AWS_ACCESS_KEY_ID", null);
        Aws.Set("AWS_SECRET_ACCESS_KEY", null);
        Aws.Set("AWS_SHARED_CREDENTIALS_FILE", Aws.FileOf("other", Keys("default", "OTHERFILE")));
        Assert.Equal("AKIAOTHERFILE", (await SignAsync(s_region)).AccessKey);
    }

    [Theory]
    [InlineData("AKIAGIVEN", null, "Only the access key was given; the secret key is missing.")]
    [InlineData(null, "given-CANARY", "Only the secret key was given; the access key is missing.")]
    public void One_key_without_the_other_is_refused_even_if_a_profile_has_both(string? accessKey, string? secretKey, string words)
    {
        FillEverything();

        var error = Refuse(s_region with { AccessKey = accessKey, SecretKey = secretKey });

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.StartsWith(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_token_alone_is_refused()
    {
        var error = Refuse(s_region with { SessionToken = "token-CANARY" });

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_key_without_the_other_in_the_environment_is_refused()
    {
        Aws.Credentials(Keys("default", "DEFAULT"));
        Aws.Set("AWS_ACCESS_KEY_ID", "AKIAENV");

        var error = Refuse(s_region);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.StartsWith("Only AWS_ACCESS_KEY_ID was given; AWS_SECRET_ACCESS_KEY is missing.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_missing_credentials_says_how_to_provide_them()
    {
        var error = Refuse(s_region);

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, error.Kind);
        Assert.Contains("AWS_PROFILE", error.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
        Assert.Contains("profile 'default'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_explicit_keys_AWS_PROFILE_may_name_a_missing_profile()
    {
        Aws.Set("AWS_PROFILE", "gone");

        Assert.Equal("AKIAGIVEN", (await SignAsync(s_keys)).AccessKey);
    }

    private void FillEverything()
    {
        Aws.Credentials(Keys("default", "DEFAULT") + Keys("named", "NAMED") + Keys("ambient", "AMBIENT") + Keys("AWS PS Default", "LEGACY"));
        Aws.Set("AWS_PROFILE", "ambient");
        Aws.Set("AWS_ACCESS_KEY_ID", "AKIAENV");
        Aws.Set("AWS_SECRET_ACCESS_KEY", "env");
        Aws.Set("AWS_SESSION_TOKEN", "token-of-env");
    }
}
