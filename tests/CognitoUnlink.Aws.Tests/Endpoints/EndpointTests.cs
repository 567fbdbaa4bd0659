using Amazon.Runtime;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Endpoints;

public sealed class EndpointTests : EnvironmentTests
{
    private static readonly GatewayOptions s_keys = new() { AccessKey = "AKIAGIVEN", SecretKey = "given", Region = "eu-west-1" };

    [Theory]
    [InlineData("eu-west-1", "https://cognito-idp.eu-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/")]
    [InlineData("eusc-de-east-1", "https://cognito-idp.eusc-de-east-1.amazonaws.eu/")]
    [InlineData("eu-future-9", "https://cognito-idp.eu-future-9.amazonaws.com/")]
    [InlineData("cn-future-9", "https://cognito-idp.cn-future-9.amazonaws.com.cn/")]
    public void Each_region_has_its_own_endpoint(string region, string endpoint) =>
        Assert.Equal(endpoint, EndpointOf(s_keys with { Region = null, PoolRegion = region }));

    // The expected values follow Cognito's published endpoint rules.
    [Theory]
    [InlineData("eu-west-1", true, false, "https://cognito-idp-fips.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", false, true, "https://cognito-idp.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", true, true, "https://cognito-idp-fips.eu-west-1.api.aws/")]
    [InlineData("us-east-1", true, true, "https://cognito-idp-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-west-2", true, true, "https://cognito-idp-fips.us-west-2.amazonaws.com/")]
    [InlineData("us-gov-west-1", true, false, "https://cognito-idp-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", false, true, "https://cognito-idp.us-gov-west-1.api.aws/")]
    [InlineData("us-gov-west-1", true, true, "https://cognito-idp-fips.us-gov-west-1.api.aws/")]
    [InlineData("cn-north-1", false, true, "https://cognito-idp.cn-north-1.api.amazonwebservices.com.cn/")]
    public void FIPS_and_dual_stack_endpoints_can_be_set_in_the_environment_or_in_a_profile(string region, bool fips, bool dualstack, string endpoint)
    {
        Aws.Config($"[profile ambient]\nuse_fips_endpoint = {fips}\nuse_dualstack_endpoint = {dualstack}\n".ToLowerInvariant());
        Aws.Set("AWS_PROFILE", "ambient");
        Assert.Equal(endpoint, EndpointOf(s_keys with { Region = region }));

        Aws.Set("AWS_PROFILE", null);
        Aws.Set("AWS_USE_FIPS_ENDPOINT", fips.ToString());
        Aws.Set("AWS_USE_DUALSTACK_ENDPOINT", dualstack.ToString());
        Assert.Equal(endpoint, EndpointOf(s_keys with { Region = region }));
    }

    [Fact]
    public void The_FIPS_setting_in_the_environment_beats_the_one_in_the_profile()
    {
        Aws.Config("[default]\nuse_fips_endpoint = true\n");
        Aws.Set("AWS_USE_FIPS_ENDPOINT", "false");

        Assert.Equal("https://cognito-idp.eu-west-1.amazonaws.com/", EndpointOf(s_keys));
    }

    [Fact]
    public void FIPS_cannot_be_combined_with_a_custom_endpoint_except_on_this_computer()
    {
        Aws.Set("AWS_USE_FIPS_ENDPOINT", "true");

        var error = Refuse(s_keys with { EndpointUrl = "https://given.example" });

        Assert.Equal(CognitoErrorKind.InvalidEndpoint, error.Kind);
        Assert.Contains("FIPS", error.Message, StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1:9229/", EndpointOf(s_keys with { EndpointUrl = "http://127.0.0.1:9229" }));
    }

    [Fact]
    public void A_services_section_beats_the_endpoint_in_the_profile_but_not_the_environment()
    {
        Aws.Config("""
            [default]
            endpoint_url = https://profile.example
            services = mine
            [services mine]
            sts =
              endpoint_url = https://sts.example
            cognito_identity_provider =
              endpoint_url = https://section.example
            """);
        Assert.Equal("https://section.example/", EndpointOf(s_keys));

        Aws.Set("AWS_ENDPOINT_URL", "https://general.example");
        Assert.Equal("https://general.example/", EndpointOf(s_keys));
    }

    [Fact]
    public void Endpoint_settings_apply_in_the_documented_order()
    {
        Aws.Config("[default]\nendpoint_url = https://profile.example\n");
        Aws.Set("AWS_ENDPOINT_URL", "https://general.example");
        Aws.Set("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "https://service.example");

        Assert.Equal("https://given.example/", EndpointOf(s_keys with { EndpointUrl = "https://given.example" }));
        Assert.Equal("https://service.example/", EndpointOf(s_keys));

        Aws.Set("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", null);
        Assert.Equal("https://general.example/", EndpointOf(s_keys));

        Aws.Set("AWS_ENDPOINT_URL", null);
        Assert.Equal("https://profile.example/", EndpointOf(s_keys));

        Aws.Set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        Assert.Equal("https://cognito-idp.eu-west-1.amazonaws.com/", EndpointOf(s_keys));
    }

    [Fact]
    public void A_named_profile_never_uses_the_endpoint_from_the_default_profile()
    {
        Aws.Config("[default]\nendpoint_url = https://default.example\n");
        Aws.Credentials(Keys("named", "NAMED"));

        Assert.Equal(
            "https://cognito-idp.eu-west-1.amazonaws.com/",
            EndpointOf(new GatewayOptions { ProfileName = "named", Region = "eu-west-1" }));
    }

    [Theory]
    [InlineData("http://localhost:9229/", "http://localhost:9229/")]
    [InlineData("http://127.0.0.1:5000/base", "http://127.0.0.1:5000/base/")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000/")]
    [InlineData("https://proxy.internal:8443", "https://proxy.internal:8443/")]
    public void A_loopback_endpoint_may_use_plain_HTTP_and_other_endpoints_HTTPS(string url, string endpoint) =>
        Assert.Equal(endpoint, EndpointOf(s_keys with { EndpointUrl = url }));

    [Theory]
    [InlineData("cognito.example", "is not a URL that starts with https:// or http://")]
    [InlineData("/relative", "is not a URL that starts with https:// or http://")]
    [InlineData("ftp://cognito.example", "is not a URL that starts with https:// or http://")]
    [InlineData("http://cognito.example", "Plain http is only for this computer")]
    [InlineData("http://10.0.0.5:9229", "Plain http is only for this computer")]
    [InlineData("https://cognito.example/?a=b", "no query")]
    [InlineData("https://user:password-CANARY@cognito.example/", "no user name")]
    public void Invalid_and_insecure_endpoints_are_refused(string url, string words)
    {
        var error = Refuse(s_keys with { EndpointUrl = url });

        Assert.Equal(CognitoErrorKind.InvalidEndpoint, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_in_the_environment_is_not_used_for_this_computer()
    {
        Aws.Set("HTTP_PROXY", "http://127.0.0.1:9");
        Aws.Set("http_proxy", "http://127.0.0.1:9");

        Assert.Equal("AKIAGIVEN", (await SignAsync(s_keys)).AccessKey);
    }

    [Theory]
    [InlineData("https://vpce-0123abcd-xyz.cognito-idp.eu-west-1.vpce.amazonaws.com", false)]
    [InlineData("https://vpce-0123abcd-xyz.cognito-idp.eu-west-1.vpce.amazonaws.com", true)]
    [InlineData(null, false)]
    public async Task A_request_to_a_private_or_FIPS_endpoint_is_signed_for_that_host_and_the_pool_region(string? url, bool isInEnvironment)
    {
        Aws.Set(url is null ? "AWS_USE_FIPS_ENDPOINT" : "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", url is null ? "true" : isInEnvironment ? url : null);
        var log = new CallLog(logsRequests: true, logsAttempts: true);
        using var found = new CognitoGatewayFactory().Create(s_keys with { Region = null, PoolRegion = "eu-west-1", EndpointUrl = isInEnvironment ? null : url, Log = log });
        var receiver = new Receiver();
        using var gateway = new CognitoGateway(new NamedCredentials(new BasicAWSCredentials("AKIAGIVEN", "given"), "a test"), found.Place.Region!, found.Endpoint, null, TimeSpan.FromSeconds(30), handler: receiver);

        await gateway.ListUserPoolsAsync(60, null, TestContext.Current.CancellationToken);

        var request = receiver.Received!;
        Assert.Equal(url is null ? "cognito-idp-fips.eu-west-1.amazonaws.com" : new Uri(url).Host, request.Header("Host"));
        Assert.Equal(("eu-west-1", SignatureCheck.Expected(request, "given")), (request.Region, SignatureCheck.Sent(request)));
        Assert.True(found.Place.IsAws);
        Assert.True(log.TryTake(out var line));
        Assert.Contains("Region eu-west-1 (the user pool's id)", line.Text, StringComparison.Ordinal);
        Assert.False(log.TryTake(out _));
    }

    /// <summary>Receives a request in place of its real host.</summary>
    private sealed class Receiver : HttpMessageHandler
    {
        public StubRequest? Received { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated).ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            headers["Host"] = request.RequestUri!.Authority;
            Received = new StubRequest(request.Method.Method, request.RequestUri.AbsolutePath, headers, await request.Content.ReadAsByteArrayAsync(cancellationToken));
            return new HttpResponseMessage { Content = new StringContent("{}") };
        }
    }

    private static string EndpointOf(GatewayOptions options)
    {
        using var gateway = new CognitoGatewayFactory().Create(options);
        return gateway.Endpoint.AbsoluteUri;
    }
}
