using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class ProfileListTests : EnvironmentTests
{
    private static readonly CognitoGatewayFactory s_factory = new();

    [Fact]
    public void Each_profile_is_listed_with_its_kind_and_without_secrets()
    {
        Aws.Credentials(Keys("static", "STATIC") + Keys("temporary", "TEMP") + "aws_session_token = token-CANARY\n"
            + Keys("odd", "ODD") + "retry_mode = legacy\n");
        Aws.Config("""
            [default]
            region = eu-west-1
            [profile role]
            role_arn = arn:aws:iam::123456789012:role/r
            source_profile = static
            [profile mfa]
            role_arn = arn:aws:iam::123456789012:role/r
            source_profile = static
            mfa_serial = arn:aws:iam::123456789012:mfa/m
            [profile web]
            role_arn = arn:aws:iam::123456789012:role/r
            web_identity_token_file = /tmp/token
            [profile process]
            credential_process = echo CANARY
            [sso-session corp]
            sso_region = eu-west-1
            sso_start_url = https://example.awsapps.com/start
            [profile sso]
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = r
            [profile console]
            login_session = arn:aws:iam::123456789012:user/u
            [services s]
            sts =
              endpoint_url = https://example.com
            """);

        Assert.Equal(
            [
                new("console", "console sign-in"), new("default", "settings without credentials"), new("mfa", "role with MFA"),
                new("odd", "not readable by the AWS SDK for .NET"), new("process", "process"), new("role", "role"), new("sso", "SSO"),
                new("static", "keys"), new("temporary", "session"), new("web", "web identity"),
            ],
            s_factory.ListProfiles(null));
    }

    [Fact]
    public void Profiles_are_listed_from_the_given_location()
    {
        Aws.Credentials(Keys("usual", "USUAL"));
        Aws.Set("AWS_CONFIG_FILE", null);

        Assert.Equal([new("elsewhere", "keys")], s_factory.ListProfiles(Aws.FileOf("other", Keys("elsewhere", "ELSEWHERE"))));
    }

    [Fact]
    public void Missing_files_have_no_profiles_and_the_error_for_a_damaged_file_quotes_nothing()
    {
        Aws.Set("AWS_SHARED_CREDENTIALS_FILE", Aws.CredentialsPath + ".none");
        Aws.Set("AWS_CONFIG_FILE", Aws.ConfigPath + ".none");
        Assert.Empty(s_factory.ListProfiles(null));

        var error = Assert.Throws<CognitoException>(() => s_factory.ListProfiles(Aws.FileOf("bad", "[x\nsecret CANARY")));
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }
}
