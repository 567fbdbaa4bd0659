using System.Globalization;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Issuers;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Calls to STS and IAM Identity Center: what is sent, and how they fail.</summary>
public sealed class IssuerTests : EnvironmentTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/r";

    private static readonly GatewayOptions s_named = new() { Region = "eu-west-1", ProfileName = "wanted" };

    private static readonly EndpointSwitches s_usual = new(Fips: false, Dualstack: false, IgnoreConfigured: false);

    [Theory]
    [InlineData(null)]
    [InlineData("session/token+with=signs")]
    public async Task AssumeRole_has_a_valid_signature(string? token)
    {
        await using var sts = Sts(request => StandIns.Role(request, "ROLE"));
        UseRole(token is null ? "" : $"aws_session_token = {token}\n");

        await SignAsync(s_named);

        Assert.Equal(SignatureCheck.Expected(sts.LastRequest, "secret-BASE-CANARY"), SignatureCheck.Sent(sts.LastRequest));
        Assert.Equal(token, sts.LastRequest.Header("x-amz-security-token"));
        Assert.Contains("/eu-west-1/sts/aws4_request", sts.LastRequest.Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duration_seconds = 900\n", "900")]
    [InlineData("", null)]
    public async Task The_session_duration_from_the_profile_is_sent_to_STS(string line, string? seconds)
    {
        await using var sts = Sts(request => StandIns.Role(request, "ROLE"));
        UseRole(more: line);

        await SignAsync(s_named);

        Assert.Equal(seconds, System.Web.HttpUtility.ParseQueryString(sts.LastRequest.Text)["DurationSeconds"]);
    }

    [Fact]
    public async Task An_invalid_session_duration_is_reported_before_anything_is_sent()
    {
        await using var sts = Sts(request => StandIns.Role(request, "ROLE"));
        UseRole(more: "duration_seconds = one hour\n");

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal(CognitoErrorKind.ProfileNotFound, error.Kind);
        Assert.Contains("duration_seconds", error.Message, StringComparison.Ordinal);
        Assert.Empty(sts.Requests);
    }

    [Theory]
    [InlineData("sts", "eu-west-1", false, false, "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("sts", "us-east-2", true, false, "https://sts-fips.us-east-2.amazonaws.com/")]
    [InlineData("sts", "us-gov-west-1", true, false, "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("sts", "us-east-2", true, true, "https://sts-fips.us-east-2.api.aws/")]
    [InlineData("sts", "cn-north-1", false, false, "https://sts.cn-north-1.amazonaws.com.cn/")]
    [InlineData("sso", "eu-west-1", false, false, "https://portal.sso.eu-west-1.amazonaws.com/")]
    [InlineData("sso", "us-east-1", true, false, "https://portal.sso-fips.us-east-1.amazonaws.com/")]
    [InlineData("sso", "eu-west-1", false, true, "https://portal.sso.eu-west-1.api.aws/")]
    [InlineData("oidc", "eu-west-1", false, false, "https://oidc.eu-west-1.amazonaws.com/")]
    [InlineData("oidc", "us-gov-east-1", true, false, "https://oidc.us-gov-east-1.amazonaws.com/")]
    public void The_endpoints_of_STS_and_SSO_depend_on_region_FIPS_and_dual_stack(string issuer, string region, bool fips, bool dualstack, string url)
    {
        var which = issuer switch { "sts" => Issuer.Sts, "sso" => Issuer.Sso, _ => Issuer.Oidc };

        Assert.Equal(url, RegionEndpoints.OfIssuer(which, region, s_usual with { Fips = fips, Dualstack = dualstack }).AbsoluteUri);
    }

    [Theory]
    [InlineData(500, "InternalFailure")]
    [InlineData(400, "Throttling")]
    [InlineData(400, "IDPCommunicationError")]
    [InlineData(0, "")]
    public async Task A_call_to_STS_is_retried_after_a_transient_failure(int status, string code)
    {
        var times = 0;
        await using var sts = Sts(request => Interlocked.Increment(ref times) < 3 ? Refusal(status, code) : StandIns.Role(request, "ROLE"));
        UseRole();

        Assert.Equal("AKIAROLE", (await SignAsync(s_named)).AccessKey);
        Assert.Equal(3, times);
    }

    [Fact]
    public async Task A_call_to_STS_is_not_retried_after_a_refusal()
    {
        await using var sts = Sts(_ => Refusal(403, "AccessDenied"));
        UseRole();

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal("No credentials from profile 'wanted': AssumeRole failed with AccessDenied: words of STS", error.Message);
        Assert.Single(sts.Requests);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_and_does_not_shorten_the_lifetime_of_the_keys()
    {
        var truth = DateTimeOffset.UtcNow.AddHours(-3);
        await using var sts = Sts(request => request.Header("X-Amz-Date") is { } date && DateTime.ParseExact(date, "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) > truth.UtcDateTime.AddMinutes(5)
            ? Refusal(403, "SignatureDoesNotMatch") with { Date = truth }
            : StandIns.Role(request, "ROLE", truth.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", null)) with { Date = truth });
        await using var cognito = new StubServer(StubReply.Ok());
        UseRole();
        using var gateway = new CognitoGatewayFactory().Create(s_named with { EndpointUrl = cognito.Url });

        await gateway.ListUserPoolsAsync(60, null, default);
        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Equal(2, sts.Requests.Count);
    }

    public static TheoryData<string> Hostile =>
    [
        "", "{}", "null", "[1]", "<html><title>Sign in</title></html>", "<AssumeRoleResponse/>", "\u0000",
        """<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><AccessKeyId>&x;</AccessKeyId><SecretAccessKey>secret-CANARY</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></r>""",
        "<r><AccessKeyId>A</AccessKeyId><SecretAccessKey>secret-CANARY</SecretAccessKey><SessionToken>t</SessionToken><Expiration>soon</Expiration></r>",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task An_answer_that_is_not_from_STS_gives_no_keys_and_the_error_shows_none(string body)
    {
        await using var sts = Sts(_ => StubReply.Ok(body));
        UseRole();

        var error = await Assert.ThrowsAsync<CognitoException>(() => SignAsync(s_named));

        Assert.Equal("No credentials from profile 'wanted': The answer to AssumeRole does not come from AWS. Check the endpoint URL and the proxy.", error.Message);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_cannot_be_renewed_are_used_until_they_expire()
    {
        var clock = new ManualClock();
        var times = 0;
        await using var sts = Sts(request => Interlocked.Increment(ref times) == 1
            ? StandIns.Role(request, "ROLE", clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", null))
            : Refusal(403, "AccessDenied"));
        await using var cognito = new StubServer(StubReply.Ok());
        UseRole();
        using var gateway = new CognitoGatewayFactory { Clock = clock }.Create(s_named with { EndpointUrl = cognito.Url });
        await gateway.ListUserPoolsAsync(60, null, default);

        clock.Advance(TimeSpan.FromMinutes(57));
        await gateway.ListUserPoolsAsync(60, null, default);
        await gateway.ListUserPoolsAsync(60, null, default);
        var callsBeforeExpiry = times;
        clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(2, callsBeforeExpiry);
        await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));
    }

    [Fact]
    public async Task Source_keys_that_were_replaced_are_read_again_for_the_renewal()
    {
        var clock = new ManualClock();
        await using var sts = Sts(request => request.AccessKey == "AKIABASE" && clock.GetUtcNow().Hour > 5
            ? Refusal(403, "ExpiredToken")
            : StandIns.Role(request, "ROLE", clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", null)));
        await using var cognito = new StubServer(StubReply.Ok());
        UseRole();
        using var gateway = new CognitoGatewayFactory { Clock = clock }.Create(s_named with { EndpointUrl = cognito.Url });
        await gateway.ListUserPoolsAsync(60, null, default);

        clock.Advance(TimeSpan.FromHours(1));
        Aws.Credentials(Keys("base", "NEXT"));
        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Equal(["AKIABASE", "AKIABASE", "AKIANEXT"], sts.Requests.Select(request => request.AccessKey));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_SAML_profile_needs_AWS_Tools_for_its_credentials(bool hasAwsTools)
    {
        var host = new AnsweringCredentialHost { AwsToolsCredential = hasAwsTools ? ForeignSdk.Credentials("SAML") : null };
        var options = s_named with { CredentialHost = host };
        var profiles = new Profiles(options);
        var make = new ProfileCredentials(options, profiles, new IssuerClients(profiles, "eu-west-1", s_usual, null, TimeSpan.FromSeconds(5), TimeProvider.System));
        var profile = new CredentialProfile("corp", new CredentialProfileOptions { RoleArn = RoleArn, EndpointName = "adfs" });

        if (hasAwsTools)
        {
            Assert.Equal("AKIASAML", make.Of(profile).GetCredentials().AccessKey);
            return;
        }

        var error = Assert.Throws<CognitoException>(() => make.Of(profile));
        Assert.Equal(CognitoErrorKind.LoginRequired, error.Kind);
        Assert.Contains("AWS.Tools.Common", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWSSDK_Core_is_the_only_AWS_library_that_ships_with_the_gateway() =>
        Assert.Equal(
            ["AWSSDK.Core"],
            Directory.EnumerateFiles(Path.GetDirectoryName(typeof(CognitoGatewayFactory).Assembly.Location)!, "*.dll").Select(Path.GetFileNameWithoutExtension)
                .Where(name => name!.StartsWith("AWSSDK", StringComparison.OrdinalIgnoreCase) || name.StartsWith("aws-", StringComparison.OrdinalIgnoreCase)));

    private static StubReply Refusal(int status, string code) => status == 0
        ? StubReply.Ok() with { Resets = true }
        : new StubReply(status, $"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>words of STS</Message></Error><RequestId>1</RequestId></ErrorResponse>""") { ContentType = "text/xml" };

    private void UseRole(string token = "", string more = "")
    {
        Aws.Credentials(Keys("base", "BASE") + token);
        Aws.Config($"[profile wanted]\nrole_arn = {RoleArn}\nsource_profile = base\n{more}");
    }

    private StubServer Sts(Func<StubRequest, StubReply> script)
    {
        var sts = new StubServer(script);
        Aws.Set("AWS_ENDPOINT_URL_STS", sts.Url);
        return sts;
    }
}
