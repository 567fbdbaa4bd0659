using System.Net;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Endpoints;

public sealed class ProxyTests : EnvironmentTests
{
    private static readonly GatewayOptions s_keys = new() { AccessKey = "AKIAGIVEN", SecretKey = "given", Region = "eu-west-1" };

    public ProxyTests()
    {
        foreach (var name in new[] { "https_proxy", "http_proxy", "all_proxy", "no_proxy" })
        {
            Aws.Set(name, null);
            Aws.Set(name.ToUpperInvariant(), null);
        }
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task A_changed_proxy_in_the_environment_is_used_by_the_next_gateway(string variable)
    {
        await using var first = Proxy();
        await using var second = Proxy();

        Aws.Set(variable, first.Host);
        Assert.Contains("Check HTTPS_PROXY", (await FailAsync(s_keys)).Message, StringComparison.Ordinal);
        Aws.Set(variable, second.Url);
        await FailAsync(s_keys);

        Assert.Equal(["CONNECT cognito-idp.eu-west-1.amazonaws.com:443"], first.Requests.Select(Line));
        Assert.Equal(["CONNECT cognito-idp.eu-west-1.amazonaws.com:443"], second.Requests.Select(Line));
    }

    [Theory]
    [InlineData("http://user:CANARY@proxy example:3128")]
    [InlineData("proxy:port:CANARY")]
    [InlineData("ftp://user:CANARY@proxy.example:3128")]
    [InlineData("http://:3128")]
    public void An_invalid_proxy_URL_is_refused_and_not_ignored(string proxy)
    {
        Aws.Set("HTTPS_PROXY", proxy);

        var error = Assert.Throws<CognitoException>(() => new CognitoGatewayFactory().Create(s_keys));

        Assert.Equal(CognitoErrorKind.InvalidEndpoint, error.Kind);
        Assert.StartsWith("The proxy that HTTPS_PROXY names is not a URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_proxy_beats_the_proxy_in_the_environment()
    {
        await using var proxy = Proxy();
        Aws.Set("HTTPS_PROXY", "http://127.0.0.1:9");

        await FailAsync(s_keys with { SessionProxy = new ProxySettings { Hostname = "127.0.0.1", Port = int.Parse(proxy.Host.Split(':')[1], null) } });

        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task Roles_are_assumed_through_the_proxy_too()
    {
        await using var proxy = Proxy();
        Aws.Set("HTTPS_PROXY", proxy.Url);
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n");

        await FailAsync(new GatewayOptions { Region = "eu-west-1", ProfileName = "wanted" });

        Assert.Equal("CONNECT sts.eu-west-1.amazonaws.com:443", Line(proxy.Requests.First()));
    }

    [Theory]
    [InlineData("https://vpce-0123abcd-xyz.cognito-idp.eu-west-1.vpce.amazonaws.com", "vpce-0123abcd-xyz.cognito-idp.eu-west-1.vpce.amazonaws.com:443")]
    [InlineData("https://gateway.example:8443/cognito", "gateway.example:8443")]
    public async Task A_private_endpoint_is_reached_through_the_proxy_too(string url, string target)
    {
        await using var proxy = Proxy();
        Aws.Set("HTTPS_PROXY", proxy.Url);

        await FailAsync(s_keys with { EndpointUrl = url });

        Assert.Equal($"CONNECT {target}", Line(proxy.LastRequest));
    }

    [Fact]
    public async Task A_FIPS_profile_uses_the_FIPS_hosts_of_STS_and_Cognito()
    {
        await using var proxy = Proxy();
        Aws.Set("HTTPS_PROXY", proxy.Url);
        Aws.Credentials(Keys("base", "BASE") + "[plain]\naws_access_key_id = AKIAPLAIN\naws_secret_access_key = plain\n");
        Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nuse_fips_endpoint = true\n[profile plain]\nuse_fips_endpoint = true\n");

        await FailAsync(new GatewayOptions { Region = "us-west-2", ProfileName = "wanted" });
        await FailAsync(new GatewayOptions { Region = "us-west-2", ProfileName = "plain" });

        Assert.Equal(["CONNECT sts-fips.us-west-2.amazonaws.com:443", "CONNECT cognito-idp-fips.us-west-2.amazonaws.com:443"], proxy.Requests.Select(Line).Distinct());
    }

    [Fact]
    public async Task The_caller_is_looked_up_through_the_proxy_too()
    {
        await using var proxy = Proxy();
        Aws.Set("HTTPS_PROXY", proxy.Url);
        using var gateway = new CognitoGatewayFactory().Create(s_keys);

        Assert.Null(await gateway.FindCallerAsync(TestContext.Current.CancellationToken));

        Assert.Equal("CONNECT sts.eu-west-1.amazonaws.com:443", Line(proxy.Requests.First()));
    }

    [Fact]
    public async Task The_proxy_password_is_sent_only_after_the_proxy_requires_it()
    {
        await using var proxy = new StubServer(request => request.Header("Proxy-Authorization") is null
            ? new StubReply(407, "") { Header = "Proxy-Authenticate: Basic realm=\"corp\"" }
            : new StubReply(403, ""));
        Aws.Set("HTTPS_PROXY", $"http://ann:p%40ss@{proxy.Host}");

        await FailAsync(s_keys);

        Assert.Equal([null, "Basic " + Convert.ToBase64String("ann:p@ss"u8)], proxy.Requests.Select(request => request.Header("Proxy-Authorization")));
        Assert.All(proxy.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Theory]
    [InlineData("cognito-idp.eu-west-1.amazonaws.com", true)]
    [InlineData(".amazonaws.com", true)]
    [InlineData("*.amazonaws.com", true)]
    [InlineData("corp.example, .amazonaws.com", true)]
    [InlineData("*", true)]
    [InlineData("amazonaws.com", false)]
    [InlineData("corp.example", false)]
    public void NO_PROXY_exempts_hosts(string value, bool exempt)
    {
        Aws.Set("HTTPS_PROXY", "http://127.0.0.1:9");
        Aws.Set("NO_PROXY", value);

        Assert.Equal(exempt, ProxyFinder.Find(null)!.IsBypassed(new Uri("https://cognito-idp.eu-west-1.amazonaws.com/")));
    }

    [Fact]
    public async Task The_error_does_not_show_the_proxy_password()
    {
        await using var proxy = Proxy();
        Aws.Set("HTTPS_PROXY", $"http://ann:p%40ss-CANARY@{proxy.Host}");

        var error = await FailAsync(s_keys);

        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("p@ss-CANARY", ProxyFinder.Find(null)!.Credentials!.GetCredential(new Uri(proxy.Url), "Basic")!.Password);
    }

    [Fact]
    public void The_session_proxy_keeps_its_exemptions_and_credentials()
    {
        var proxy = ProxyFinder.Find(new ProxySettings { Hostname = "http://proxy.example", Port = 3128, BypassList = ["sts"], BypassOnLocal = true, Credentials = new NetworkCredential("ann", "x") })!;

        Assert.Equal(new Uri("http://proxy.example:3128/"), proxy.GetProxy(new Uri("https://cognito.example")));
        Assert.True(proxy.IsBypassed(new Uri("https://sts.example")));
        Assert.Equal("ann", proxy.Credentials!.GetCredential(new Uri("http://proxy.example"), "Basic")!.UserName);
    }

    private static StubServer Proxy() => new(new StubReply(403, "") { ContentType = "text/plain" });

    private static string Line(StubRequest request) => $"{request.Method} {request.Path}";

    private static async Task<CognitoException> FailAsync(GatewayOptions options)
    {
        using var gateway = new CognitoGatewayFactory().Create(options);
        return await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));
    }

    /// <summary>Has the same properties as the object that Set-AWSProxy stores.</summary>
    private sealed class ProxySettings
    {
        public string? Hostname { get; init; }

        public int Port { get; init; }

        public ICredentials? Credentials { get; init; }

        public List<string>? BypassList { get; init; }

        public bool? BypassOnLocal { get; init; }
    }
}
