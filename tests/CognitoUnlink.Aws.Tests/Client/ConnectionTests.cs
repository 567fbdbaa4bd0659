using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Client;

/// <summary>How requests share connections.</summary>
public sealed class ConnectionTests
{
    private const string Pool = "eu-west-1_AbCdEfGhI";
    private const int Many = 64;

    [Fact]
    public async Task Sixty_four_concurrent_requests_each_get_their_own_answer()
    {
        var waiting = 0;
        var all = new TaskCompletionSource();
        await using var server = new StubServer(request =>
        {
            // No request is answered before all have arrived.
            if (Interlocked.Increment(ref waiting) == Many)
            {
                all.SetResult();
            }

            return UserOf(request) with { Until = all.Task };
        });
        using var gateway = server.Gateway();

        async Task<string> GetAsync(int number) => (await gateway.AdminGetUserAsync(Pool, $"user-{number}", TestContext.Current.CancellationToken)).Username;
        var first = await Task.WhenAll(Enumerable.Range(0, Many).Select(GetAsync));
        var second = await Task.WhenAll(Enumerable.Range(0, Many).Select(GetAsync));

        Assert.Equal(Enumerable.Range(0, Many).Select(number => $"user-{number}"), first);
        Assert.Equal(first, second);
        Assert.Equal(Many, server.Connections);
        Assert.All(server.Requests, request => Assert.Equal(SignatureCheck.Expected(request, StubServer.SecretKey), SignatureCheck.Sent(request)));
    }

    [Fact]
    public async Task Sequential_requests_share_one_connection_even_after_an_error()
    {
        var number = 0;
        await using var server = new StubServer(request => Interlocked.Increment(ref number) == 5 ? StubReply.Error("UserNotFoundException") : UserOf(request));
        using var gateway = server.Gateway();

        for (var i = 0; i < 20; i++)
        {
            var call = gateway.AdminGetUserAsync(Pool, "alice", TestContext.Current.CancellationToken);
            await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        Assert.Equal((20, 1), (server.Requests.Count, server.Connections));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Connection: close")]
    [InlineData("Keep-Alive: timeout=5, max=1")]
    public async Task A_connection_that_the_server_closes_between_requests_is_not_an_error(string? header)
    {
        await using var server = new StubServer(request => UserOf(request) with { Closes = true, Header = header });
        using var gateway = server.Gateway();

        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal("alice", (await gateway.AdminGetUserAsync(Pool, "alice", TestContext.Current.CancellationToken)).Username);
            while (server.Closed < i)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal((10, 10), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task The_endpoint_can_be_the_IPv6_loopback_address()
    {
        Skip.Unless(Socket.OSSupportsIPv6 && HasLoopback(), "This computer has no IPv6 loopback.");
        await using var server = new StubServer(UserOf, IPAddress.IPv6Loopback);
        using var gateway = server.Gateway();

        Assert.Equal("alice", (await gateway.AdminGetUserAsync(Pool, "alice", TestContext.Current.CancellationToken)).Username);

        Assert.StartsWith("http://[::1]:", gateway.Endpoint.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(server.Host, server.LastRequest.Header("Host"));
        Assert.Equal(SignatureCheck.Expected(server.LastRequest, StubServer.SecretKey), SignatureCheck.Sent(server.LastRequest));
        Assert.Equal((false, server.Host), (gateway.Place.IsAws, gateway.Place.Host));
        Assert.Null((await gateway.LocateAsync(TestContext.Current.CancellationToken)).Instance);
    }

    private static bool HasLoopback()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Loopback, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static StubReply UserOf(StubRequest request)
    {
        using var json = request.Body.Length > 0 ? JsonDocument.Parse(request.Body) : null;
        return json is null ? StubReply.Html(404, "nothing here") : StubReply.Ok($$"""{"Username":"{{json.RootElement.GetProperty("Username").GetString()}}"}""");
    }
}
