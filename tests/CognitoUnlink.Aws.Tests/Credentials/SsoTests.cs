using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class SsoTests : EnvironmentTests
{
    private const string StartUrl = "https://corp.awsapps.com/start";

    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    public SsoTests()
    {
        // Where the SDK looks for the tokens of `aws sso login`.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The home folder cannot be moved here.");
        Aws.Set("HOME", Home);
        Aws.Config($"""
            [profile legacy]
            sso_start_url = {StartUrl}
            sso_region = eu-central-1
            sso_account_id = 123456789012
            sso_role_name = Offboarding
            [profile wanted]
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = Offboarding
            [profile through]
            role_arn = arn:aws:iam::1:role/r
            source_profile = wanted
            [sso-session corp]
            sso_start_url = {StartUrl}
            sso_region = eu-central-1
            sso_registration_scopes = sso:account:access
            """);
    }

    private string Home => Path.GetDirectoryName(Aws.ConfigPath)!;

    [Theory]
    [InlineData("wanted", "corp")]
    [InlineData("legacy", StartUrl)]
    public async Task The_token_of_a_sign_in_gives_credentials(string profile, string key)
    {
        await using var sso = Sso(StandIns.SsoRole("SSO"));
        SignIn(key, DateTime.UtcNow.AddHours(1));

        var request = await SignAsync(s_named with { ProfileName = profile });

        Assert.Equal("AKIASSO", request.AccessKey);
        Assert.Equal("token-SSO", request.Header("x-amz-security-token"));
        Assert.Equal("sso-token-CANARY", sso.LastRequest.Header("x-amz-sso_bearer_token"));
        Assert.Contains("role_name=Offboarding", sso.LastRequest.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wanted", "none")]
    [InlineData("legacy", "none")]
    [InlineData("wanted", "expired")]
    [InlineData("legacy", "expired")]
    [InlineData("wanted", "refused")]
    [InlineData("through", "expired")]
    public async Task Without_a_valid_token_it_says_how_to_sign_in(string profile, string state)
    {
        await using var sso = Sso(new StubReply(401, """{"message":"Session token not found or invalid"}""") { ContentType = "application/json", ErrorType = "UnauthorizedException" });
        if (state != "none")
        {
            var ends = DateTime.UtcNow.AddHours(state == "refused" ? 1 : -1);
            SignIn("corp", ends);
            SignIn(StartUrl, ends);
        }

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named with { ProfileName = profile }));

        Assert.Equal(CognitoErrorKind.LoginRequired, error.Kind);
        Assert.EndsWith($"Sign in with: aws sso login --profile {(profile == "through" ? "wanted" : profile)}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(FailureScope.Run, error.Scope);
    }

    [Fact]
    public async Task A_role_that_the_person_does_not_have_is_no_matter_of_signing_in()
    {
        await using var sso = Sso(new StubReply(403, """{"message":"No access"}""") { ContentType = "application/json", ErrorType = "ForbiddenException" });
        SignIn("corp", DateTime.UtcNow.AddHours(1));

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("No access", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_renews_its_token()
    {
        await using var sso = new StubServer(request => request.Path == "/token"
            ? StubReply.Ok("""{"accessToken":"renewed-token","expiresIn":3600,"tokenType":"Bearer","refreshToken":"next-CANARY"}""") with { ContentType = "application/json" }
            : StandIns.SsoRole("SSO"));
        UseSso(sso);
        SignIn("corp", DateTime.UtcNow.AddHours(-1), ""","clientId":"c","clientSecret":"s-CANARY","registrationExpiresAt":"2099-01-01T00:00:00Z","refreshToken":"r-CANARY" """);

        Assert.Equal("AKIASSO", (await SignAsync(s_named)).AccessKey);
        Assert.Equal("renewed-token", sso.LastRequest.Header("x-amz-sso_bearer_token"));
    }

    private StubServer Sso(StubReply reply)
    {
        var sso = new StubServer(reply);
        UseSso(sso);
        return sso;
    }

    private void UseSso(StubServer sso)
    {
        Aws.Set("AWS_ENDPOINT_URL_SSO", sso.Url);
        Aws.Set("AWS_ENDPOINT_URL_SSO_OIDC", sso.Url);
    }

    private void SignIn(string key, DateTime ends, string more = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(Home, ".aws", "sso", "cache")).FullName;
        File.WriteAllText(
            Path.Combine(folder, CacheName(key) + ".json"),
            $$"""{"startUrl":"{{StartUrl}}","region":"eu-central-1","accessToken":"sso-token-CANARY","expiresAt":"{{ends:yyyy-MM-ddTHH:mm:ssZ}}"{{more}}}""");
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The file names are made so.")]
    private static string CacheName(string key) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(key))).ToLowerInvariant();
}
