using System.Net;
using System.Net.Sockets;
using CognitoUnlink.Aws.Errors;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Errors;

public sealed class TransportTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_error_for_a_timeout_names_the_host_and_the_limit(bool halfway)
    {
        await using var stub = new StubServer(StubReply.Ok() with { Hangs = !halfway, HangsHalfway = halfway });
        using var gateway = stub.Gateway(s_short);

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", default));

        Assert.Equal(CognitoErrorKind.Timeout, error.Kind);
        Assert.StartsWith($"No answer from {stub.Host} to AdminGetUser in 0.3 s. Check the network, the proxy and the endpoint URL.", error.Message, StringComparison.Ordinal);
        AssertNoSdkType(error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_is_neither_a_timeout_nor_a_Cognito_error(bool halfway)
    {
        await using var stub = new StubServer(StubReply.Ok() with { Hangs = !halfway, HangsHalfway = halfway });
        using var gateway = stub.Gateway();
        using var cancellation = new CancellationTokenSource(s_short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", cancellation.Token));
    }

    [Fact]
    public async Task A_call_that_is_already_cancelled_sends_nothing()
    {
        await using var stub = new StubServer(StubReply.Ok());
        using var gateway = stub.Gateway();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gateway.ListUserPoolsAsync(60, null, new CancellationToken(canceled: true)));

        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_reset_connection_is_a_failed_connection_and_is_not_retried()
    {
        await using var stub = new StubServer(StubReply.Ok() with { Resets = true });
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
        Assert.StartsWith($"The connection to {stub.Host} broke during ListUserPools: ", error.Message, StringComparison.Ordinal);
        Assert.Single(stub.Requests);
        AssertNoSdkType(error);
    }

    [Fact]
    public async Task The_error_for_a_refused_connection_names_the_host_and_what_to_check()
    {
        var host = $"127.0.0.1:{ClosedPort()}";
        using var gateway = GatewayTo($"http://{host}");

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
        Assert.StartsWith($"No connection to {host}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(". Check the region, the endpoint URL", error.Message, StringComparison.Ordinal);
        AssertNoSdkType(error);
    }

    [Fact]
    public async Task A_server_that_answers_TLS_with_plain_text_is_a_failed_secure_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var gateway = GatewayTo($"https://{listener.LocalEndpoint}");

        var call = Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        var error = await call;

        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
        Assert.StartsWith($"No secure connection to {listener.LocalEndpoint}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "The name cognito.example could not be resolved. Check the region, the endpoint URL, the network and the proxy.")]
    [InlineData(HttpRequestError.ProxyTunnelError, "The proxy did not connect to cognito.example: 407. Check HTTPS_PROXY, NO_PROXY and the proxy's rules.")]
    [InlineData(HttpRequestError.ResponseEnded, "The connection to cognito.example broke during ListUsers: 407. Check the network and the proxy.")]
    public void Other_connection_failures_have_their_own_messages(HttpRequestError reason, string words)
    {
        var site = new CallSite("ListUsers", "eu-west-1_A", "eu-west-1", new Uri("https://cognito.example/"), "the keys given", s_short);

        var error = TransportErrors.Read(new HttpRequestException(reason, "407."), site);

        Assert.Equal(CognitoErrorKind.ConnectionFailed, error.Kind);
        Assert.StartsWith(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disposed_gateway_refuses_calls()
    {
        await using var stub = new StubServer(StubReply.Ok());
        var gateway = stub.Gateway();
        gateway.Dispose();
        gateway.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => gateway.ListUserPoolsAsync(60, null, default));
    }

    private static ICognitoGateway GatewayTo(string url) => new CognitoGatewayFactory().Create(new GatewayOptions
    {
        AccessKey = StubServer.AccessKey,
        SecretKey = StubServer.SecretKey,
        Region = "eu-west-1",
        EndpointUrl = url,
    });

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void AssertNoSdkType(CognitoException error)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            Assert.DoesNotContain("AWSSDK", cause.GetType().Assembly.GetName().Name, StringComparison.Ordinal);
        }
    }
}
