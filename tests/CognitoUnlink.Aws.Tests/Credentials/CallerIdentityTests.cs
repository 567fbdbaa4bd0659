using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Who makes the requests, according to STS.</summary>
public sealed class CallerIdentityTests : EnvironmentTests
{
    private const string Arn = "arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com";

    private static readonly GatewayOptions s_keys = new() { AccessKey = "AKIAGIVEN", SecretKey = "secret-GIVEN-CANARY", SessionToken = "token-GIVEN-CANARY", Region = "eu-west-1" };

    [Fact]
    public async Task Sts_is_called_with_the_keys_and_the_region_from_the_run()
    {
        await using var sts = Sts(Identity(Arn));
        using var gateway = new CognitoGatewayFactory().Create(s_keys);

        Assert.Equal(Arn, await FindAsync(gateway));

        var request = Assert.Single(sts.Requests);
        Assert.Equal("Action=GetCallerIdentity&Version=2011-06-15", request.Text);
        Assert.Equal(("AKIAGIVEN", "eu-west-1", "token-GIVEN-CANARY"), (request.AccessKey, request.Region, request.Header("x-amz-security-token")));
        Assert.Contains("/eu-west-1/sts/aws4_request", request.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal(SignatureCheck.Expected(request, "secret-GIVEN-CANARY"), SignatureCheck.Sent(request));
    }

    [Fact]
    public async Task A_role_is_assumed_once_for_both_the_STS_call_and_the_Cognito_call()
    {
        await using var sts = Sts(request => request.Text.Contains("GetCallerIdentity", StringComparison.Ordinal) ? Identity(Arn) : StandIns.Role(request, "ROLE"));
        await using var cognito = new StubServer(StubReply.Ok());
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config("[profile wanted]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\nregion = us-east-2\n");
        using var gateway = new CognitoGatewayFactory().Create(new GatewayOptions { ProfileName = "wanted", Region = "eu-west-1", EndpointUrl = cognito.Url });

        var (arn, _) = (await FindAsync(gateway), await gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(Arn, arn);
        Assert.Equal([("AKIABASE", "us-east-2"), ("AKIAROLE", "eu-west-1")], sts.Requests.Select(request => (request.AccessKey, request.Region)));
        Assert.Equal("AKIAROLE", cognito.LastRequest.AccessKey);
    }

    [Fact]
    public async Task The_STS_endpoint_from_the_profile_is_used()
    {
        await using var sts = new StubServer(Identity(Arn));
        Aws.Credentials(Keys("base", "BASE"));
        Aws.Config($"[profile base]\nservices = mine\n[services mine]\nsts =\n  endpoint_url = {sts.Url}\n");
        using var gateway = new CognitoGatewayFactory().Create(new GatewayOptions { ProfileName = "base", Region = "eu-west-1" });

        Assert.Equal(Arn, await FindAsync(gateway));
    }

    [Fact]
    public async Task With_a_custom_Cognito_endpoint_and_no_STS_endpoint_the_caller_is_not_looked_up()
    {
        // All requests to AWS would go through the proxy.
        await using var proxy = new StubServer(new StubReply(403, ""));
        await using var cognito = new StubServer(StubReply.Ok());
        foreach (var name in new[] { "https_proxy", "all_proxy", "no_proxy", "ALL_PROXY", "NO_PROXY" })
        {
            Aws.Set(name, null);
        }

        Aws.Set("HTTPS_PROXY", proxy.Url);
        var keysRead = 0;
        var credential = new ForeignSdk.Refreshing(made =>
        {
            keysRead++;
            return new($"AKIA{made}", "s", null);
        });
        using var gateway = new CognitoGatewayFactory().Create(new GatewayOptions { Credential = credential, Region = "eu-west-1", EndpointUrl = cognito.Url });
        var keysReadBefore = keysRead;

        Assert.Null(await FindAsync(gateway));
        Assert.Empty(proxy.Requests.Select(request => $"{request.Method} {request.Path}"));
        Assert.Empty(cognito.Requests);
        Assert.Equal(keysReadBefore, keysRead);
    }

    [Fact]
    public async Task With_a_local_user_pool_in_this_process_the_caller_is_not_looked_up()
    {
        await using var sts = Sts(Identity(Arn));
        await using var pool = new StubServer(StubReply.Ok());
        using var gateway = new CognitoGatewayFactory().Create(s_keys with { EndpointUrl = pool.Url, IsLocalUserPool = true });

        Assert.Null(await FindAsync(gateway));
        Assert.Empty(sts.Requests);
        Assert.Empty(pool.Requests);
    }

    public static TheoryData<int, string> Useless => new()
    {
        { 200, "" },
        { 200, "{}" },
        { 200, "<html><title>Sign in</title></html>" },
        { 200, "<r><Arn>secret-CANARY</Arn></r>" },
        { 200, "<r><Arn>arn:aws:iam::1:user/two\nlines</Arn></r>" },
        { 200, "<r><Arn></Arn></r>" },
        { 403, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></ErrorResponse>" },
        { 404, "" },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task An_answer_that_does_not_name_the_caller_is_not_an_error(int status, string body)
    {
        await using var sts = Sts(new StubReply(status, body) { ContentType = "text/xml" });
        using var gateway = new CognitoGatewayFactory().Create(s_keys);

        Assert.Null(await FindAsync(gateway));
        Assert.NotEmpty(sts.Requests);
    }

    [Fact]
    public async Task An_invalid_or_unreachable_STS_endpoint_is_not_an_error()
    {
        using var unreachable = new CognitoGatewayFactory().Create(s_keys);
        Aws.Set("AWS_ENDPOINT_URL_STS", "not a URL");
        Assert.Null(await FindAsync(unreachable));

        Aws.Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");
        Assert.Null(await FindAsync(unreachable));
    }

    [Fact]
    public async Task Cancellation_does_not_wait_for_an_answer_from_STS()
    {
        await using var sts = Sts(StubReply.Ok() with { Hangs = true });
        using var gateway = new CognitoGatewayFactory().Create(s_keys);
        using var stop = new CancellationTokenSource();

        var search = gateway.FindCallerAsync(stop.Token);
        while (sts.Requests.IsEmpty)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        Assert.Null(await search.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static Task<string?> FindAsync(ICognitoGateway gateway) => gateway.FindCallerAsync(TestContext.Current.CancellationToken);

    private static StubReply Identity(string arn) => StubReply.Ok($"""
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>{arn}</Arn><UserId>AROAEXAMPLE:alice@example.com</UserId><Account>123456789012</Account>
        </GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>
        """) with { ContentType = "text/xml" };

    private StubServer Sts(StubReply reply) => Sts(_ => reply);

    private StubServer Sts(Func<StubRequest, StubReply> script)
    {
        var sts = new StubServer(script);
        Aws.Set("AWS_ENDPOINT_URL_STS", sts.Url);
        return sts;
    }
}
