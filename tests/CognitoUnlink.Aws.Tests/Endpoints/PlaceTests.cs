using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Aws.Tests.Endpoints;

/// <summary>Which endpoints count as AWS, and how a local user pool identifies itself.</summary>
public sealed class PlaceTests
{
    private static ICognitoGateway Gateway(string? url, string region) => new CognitoGatewayFactory().Create(
        new GatewayOptions { AccessKey = StubServer.AccessKey, SecretKey = StubServer.SecretKey, Region = region, EndpointUrl = url });

    [Theory]
    [InlineData(null, "eu-west-1", "aws")]
    [InlineData(null, "cn-north-1", "aws-cn")]
    [InlineData("https://cognito-idp.eu-west-1.amazonaws.com", "eu-west-1", "aws")]
    [InlineData("https://COGNITO-IDP.eu-west-1.amazonaws.com./", "eu-west-1", "aws")]
    [InlineData("https://cognito-idp-fips.us-east-2.amazonaws.com", "us-east-2", "aws")]
    [InlineData("https://cognito-idp-fips.eu-west-1.api.aws", "eu-west-1", "aws")]
    [InlineData("https://cognito-idp.us-gov-west-1.api.aws", "us-gov-west-1", "aws-us-gov")]
    [InlineData("https://cognito-idp.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1", "aws-cn")]
    [InlineData("https://vpce-0123abcd-xyz.cognito-idp.eu-west-1.vpce.amazonaws.com", "eu-west-1", "aws")]
    [InlineData("https://vpce-0123abcd-xyz-eu-west-1a.cognito-idp.eu-west-1.vpce.amazonaws.com", "eu-west-1", "aws")]
    [InlineData("https://vpce-0123abcd-xyz.cognito-idp-fips.us-east-1.vpce.amazonaws.com", "us-east-1", "aws")]
    public async Task All_AWS_hosts_in_a_region_are_the_same_place(string? url, string region, string partition)
    {
        using var gateway = Gateway(url, region);
        using var own = Gateway(null, region);

        Assert.Equal((partition, region), (gateway.Place.Partition, gateway.Place.Region));
        Assert.True(gateway.Place.IsSameAs(own.Place));
        Assert.Equal(gateway.Place, await gateway.LocateAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("https://cognito-idp.eu-west-1.amazonaws.com.evil.example")]
    [InlineData("https://cognito-idp.eu-west-1.amazonaws.com.cn")]
    [InlineData("https://cognito-idp.eu-west-2.amazonaws.com")]
    [InlineData("https://notcognito-idp.eu-west-1.amazonaws.com")]
    [InlineData("https://cognito-identity.eu-west-1.amazonaws.com")]
    [InlineData("https://x.cognito-idp.eu-west-1.amazonaws.com")]
    [InlineData("https://proxy.example/cognito-idp.eu-west-1.amazonaws.com")]
    [InlineData("https://moto.example:5000")]
    [InlineData("http://127.0.0.1:9229")]
    public void No_other_host_is_treated_as_AWS(string url)
    {
        using var gateway = Gateway(url, "eu-west-1");

        Assert.Equal((false, new Uri(url).Authority, null), (gateway.Place.IsAws, gateway.Place.Host, gateway.Place.Instance));
    }

    [Fact]
    public async Task A_local_user_pool_reports_its_instance_and_does_not_log_the_request_for_it()
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 1 });
        using var next = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 1 });
        using var gateway = Gateway(server.UserPool.EndpointUrl, server.UserPool.Region);
        using var again = Gateway(server.UserPool.EndpointUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), server.UserPool.Region);
        using var other = Gateway(next.UserPool.EndpointUrl, next.UserPool.Region);
        server.AddFault(new LocalUserPoolFault { Hang = true });

        var place = await gateway.LocateAsync(TestContext.Current.CancellationToken);

        Assert.True(Guid.TryParse(place.Instance, out _));
        Assert.True(place.IsSameAs(await again.LocateAsync(TestContext.Current.CancellationToken)));
        Assert.False(place.IsSameAs(await other.LocateAsync(TestContext.Current.CancellationToken)));
        Assert.Empty(server.GetRequests());
    }

    [Fact]
    public async Task A_server_that_is_not_a_local_user_pool_has_no_instance_and_gets_no_signature()
    {
        await using var server = new StubServer(StubReply.Html(404, "nothing here"));
        using var gateway = server.Gateway();

        Assert.Null((await gateway.LocateAsync(TestContext.Current.CancellationToken)).Instance);
        Assert.Equal("GET", server.LastRequest.Method);
        Assert.DoesNotContain(server.LastRequest.Headers, header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_pool_that_does_not_answer_cannot_be_located()
    {
        string url;
        await using (var server = new StubServer(StubReply.Ok()))
        {
            url = server.Url;
        }

        using var gateway = Gateway(url, "eu-west-1");

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.LocateAsync(TestContext.Current.CancellationToken));
        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
    }

    [Theory]
    [InlineData("https://moto.example:5000/x", "other moto.example:5000")]
    [InlineData("https://vpce-1.cognito-idp.eu-west-1.vpce.amazonaws.com", "aws aws eu-west-1 vpce-1.cognito-idp.eu-west-1.vpce.amazonaws.com")]
    [InlineData(null, null)]
    public void The_configured_endpoint_is_known_before_any_pool_is(string? url, string? place) =>
        Assert.Equal(place, CognitoGatewayFactory.FindConfigured(new GatewayOptions { EndpointUrl = url })?.ToString());
}
