using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed class SsoTests : EnvironmentTests
{
    private const string StartUrl = "https://corp.awsapps.com/start";

    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    public SsoTests()
    {
        // The SDK looks here for the tokens from `aws sso login`.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The home folder cannot be changed on Windows.");
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
    public async Task The_token_from_an_SSO_sign_in_gives_credentials(string profile, string key)
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
    public async Task Without_a_valid_token_the_error_says_how_to_sign_in(string profile, string state)
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
    public async Task A_missing_SSO_role_is_not_reported_as_a_missing_sign_in()
    {
        await using var sso = Sso(new StubReply(403, """{"message":"No access"}""") { ContentType = "application/json", ErrorType = "ForbiddenException" });
        SignIn("corp", DateTime.UtcNow.AddHours(1));

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("No access", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_renewed_with_its_refresh_token()
    {
        await using var sso = new StubServer(request => request.Path == "/token"
            ? StubReply.Ok("""{"accessToken":"renewed-token","expiresIn":3600,"tokenType":"Bearer","refreshToken":"next-CANARY"}""") with { ContentType = "application/json" }
            : StandIns.SsoRole("SSO"));
        UseSso(sso);
        SignIn("corp", DateTime.UtcNow.AddHours(-1), ""","clientId":"c","clientSecret":"s-CANARY","registrationExpiresAt":"2099-01-01T00:00:00Z","refreshToken":"r-CANARY" """);

        Assert.Equal("AKIASSO", (await SignAsync(s_named)).AccessKey);
        Assert.Equal("renewed-token", sso.LastRequest.Header("x-amz-sso_bearer_token"));
    }

    [Fact]
    public async Task A_renewed_token_is_saved_and_the_other_fields_in_its_file_are_kept()
    {
        await using var sso = new StubServer(request => request.Path == "/token" ? Token("renewed-token") : StandIns.SsoRole("SSO"));
        UseSso(sso);
        SignIn("corp", DateTime.UtcNow.AddHours(-1), Renewable + ""","toolkit":{"kept":1}""");

        await SignAsync(s_named);

        using var sent = JsonDocument.Parse(sso.Requests.First().Body);
        Assert.Equal(("refresh_token", "r-CANARY", "c", "s-CANARY"), (Text(sent, "grantType"), Text(sent, "refreshToken"), Text(sent, "clientId"), Text(sent, "clientSecret")));
        Assert.Null(sso.Requests.First().Header("Authorization"));
        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(TokenPath("corp"), TestContext.Current.CancellationToken));
        Assert.Equal(("renewed-token", "next-CANARY", "c", "2099-01-01T00:00:00Z", StartUrl), (Text(kept, "accessToken"), Text(kept, "refreshToken"), Text(kept, "clientId"), Text(kept, "registrationExpiresAt"), Text(kept, "startUrl")));
        Assert.Equal(1, kept.RootElement.GetProperty("toolkit").GetProperty("kept").GetInt32());
        Assert.InRange(kept.RootElement.GetProperty("expiresAt").GetDateTime(), DateTime.UtcNow.AddMinutes(50), DateTime.UtcNow.AddMinutes(61));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenPath("corp")));
        }

        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(TokenPath("corp"))!));
    }

    [Fact]
    public async Task Concurrent_gateways_share_one_token_renewal()
    {
        await using var sso = new StubServer(request => request.Path == "/token" ? Token("renewed-token") : StandIns.SsoRole("SSO"));
        UseSso(sso);
        SignIn("corp", DateTime.UtcNow.AddHours(-1), Renewable);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SignAsync(s_named)));

        Assert.Single(sso.Requests, request => request.Path == "/token");
    }

    [Theory]
    [InlineData("invalid_grant", 3, true)]
    [InlineData("invalid_grant", -60, false)]
    [InlineData("slow_down", 3, true)]
    public async Task A_token_that_cannot_be_renewed_is_used_until_it_expires(string error, int minutes, bool good)
    {
        await using var sso = new StubServer(request => request.Path == "/token"
            ? new StubReply(400, $$"""{"error":"{{error}}","error_description":"no r-CANARY"}""") { ContentType = "application/json" }
            : StandIns.SsoRole("SSO"));
        UseSso(sso);
        SignIn("corp", DateTime.UtcNow.AddMinutes(minutes), Renewable);

        if (good)
        {
            Assert.Equal("AKIASSO", (await SignAsync(s_named)).AccessKey);
            return;
        }

        var refused = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));
        Assert.Equal(CognitoErrorKind.LoginRequired, refused.Kind);
        Assert.DoesNotContain("CANARY", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_not_renewed_if_the_client_registration_has_expired()
    {
        await using var sso = Sso(StandIns.SsoRole("SSO"));
        SignIn("corp", DateTime.UtcNow.AddHours(-1), Renewable.Replace("2099", "2020", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.LoginRequired, refused.Kind);
        Assert.Empty(sso.Requests);
    }

    [Fact]
    public async Task The_time_format_from_old_versions_of_the_AWS_CLI_can_be_read()
    {
        await using var sso = Sso(StandIns.SsoRole("SSO"));
        SignIn(StartUrl, DateTime.UtcNow.AddHours(1));
        var path = TokenPath(StartUrl);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace("Z\"", "UTC\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal("AKIASSO", (await SignAsync(s_named with { ProfileName = "legacy" })).AccessKey);
    }

    [Fact]
    public async Task In_six_hours_one_hour_keys_are_renewed_once_each_time_and_no_request_fails()
    {
        var clock = new ManualClock();
        string InAnHour() => clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        await using var sso = new StubServer(_ => StandIns.SsoRole("SSO", InAnHour()));
        UseSso(sso);
        await using var sts = new StubServer(request => StandIns.Role(request, "ROLE", InAnHour()));
        Aws.Set("AWS_ENDPOINT_URL_STS", sts.Url);
        SignIn("corp", clock.GetUtcNow().UtcDateTime.AddHours(8));
        await using var cognito = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory { Clock = clock }.Create(s_named with { ProfileName = "through", EndpointUrl = cognito.Url });

        for (var minute = 0; minute < 360; minute += 5)
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (_, cancel) => await gateway.ListUserPoolsAsync(60, null, cancel));
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        // At 0, 55, 110, 165, 220, 275 and 330 minutes.
        Assert.Equal((7, 7, 72 * 8), (sts.Requests.Count, sso.Requests.Count, cognito.Requests.Count));
        Assert.DoesNotContain(sso.Requests, request => request.Path == "/token");
    }

    private const string Renewable = ""","clientId":"c","clientSecret":"s-CANARY","registrationExpiresAt":"2099-01-01T00:00:00Z","refreshToken":"r-CANARY" """;

    private static StubReply Token(string token) =>
        StubReply.Ok($$"""{"accessToken":"{{token}}","expiresIn":3600,"tokenType":"Bearer","refreshToken":"next-CANARY"}""") with { ContentType = "application/json" };

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();

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
        Directory.CreateDirectory(Path.GetDirectoryName(TokenPath(key))!);
        File.WriteAllText(
            TokenPath(key),
            $$"""{"startUrl":"{{StartUrl}}","region":"eu-central-1","accessToken":"sso-token-CANARY","expiresAt":"{{ends:yyyy-MM-ddTHH:mm:ssZ}}"{{more}}}""");
    }

    private string TokenPath(string key) => Path.Combine(Home, ".aws", "sso", "cache", CacheName(key) + ".json");

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The AWS CLI makes the file names this way.")]
    private static string CacheName(string key) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(key))).ToLowerInvariant();
}
