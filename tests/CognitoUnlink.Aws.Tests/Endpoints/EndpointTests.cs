using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Endpoints;

public sealed class EndpointTests : EnvironmentTests
{
    private static readonly GatewayOptions s_keys = new() { AccessKey = "AKIAGIVEN", SecretKey = "given", Region = "eu-west-1" };

    [Theory]
    [InlineData("eu-west-1", "https://cognito-idp.eu-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/")]
    [InlineData("eu-future-9", "https://cognito-idp.eu-future-9.amazonaws.com/")]
    public void A_region_has_its_own_endpoint(string region, string endpoint) =>
        Assert.Equal(endpoint, EndpointOf(s_keys with { Region = region }));

    [Fact]
    public void Endpoints_are_taken_in_the_documented_order()
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
    public void A_named_profile_never_goes_to_the_default_profiles_endpoint()
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
    public void Loopback_may_be_plain_http_and_others_https(string url, string endpoint) =>
        Assert.Equal(endpoint, EndpointOf(s_keys with { EndpointUrl = url }));

    [Theory]
    [InlineData("cognito.example", "is not a URL that starts with https:// or http://")]
    [InlineData("/relative", "is not a URL that starts with https:// or http://")]
    [InlineData("ftp://cognito.example", "is not a URL that starts with https:// or http://")]
    [InlineData("http://cognito.example", "Plain http is for this computer only")]
    [InlineData("http://10.0.0.5:9229", "Plain http is for this computer only")]
    [InlineData("https://cognito.example/?a=b", "no query")]
    [InlineData("https://user:password-CANARY@cognito.example/", "no user name")]
    public void Other_endpoints_are_refused(string url, string words)
    {
        var error = Refuse(s_keys with { EndpointUrl = url });

        Assert.Equal(CognitoErrorKind.InvalidEndpoint, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_asked_for_this_computer()
    {
        Aws.Set("HTTP_PROXY", "http://127.0.0.1:9");
        Aws.Set("http_proxy", "http://127.0.0.1:9");

        Assert.Equal("AKIAGIVEN", (await SignAsync(s_keys)).AccessKey);
    }

    private static string EndpointOf(GatewayOptions options)
    {
        using var gateway = new CognitoGatewayFactory().Create(options);
        return gateway.Endpoint.AbsoluteUri;
    }
}
