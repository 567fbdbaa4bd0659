using System.Net;
using System.Net.Sockets;
using System.Text;
using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class ServerTests
{
    [Fact]
    public void The_started_server_shows_how_to_reach_the_pool()
    {
        using var server = new LocalUserPoolFactory().Start(new() { UserPoolId = "eu-central-1_Abc" });
        var pool = server.UserPool;
        Assert.Equal(("eu-central-1_Abc", "eu-central-1", "local", "local"), (pool.UserPoolId, pool.Region, pool.AccessKey, pool.SecretKey));
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/$", pool.EndpointUrl);
    }

    [Fact]
    public void Many_servers_can_run_side_by_side()
    {
        var servers = Enumerable.Range(0, 10).AsParallel().Select(_ => new LocalUserPoolFactory().Start(new())).ToList();
        Assert.Equal(10, servers.Select(server => server.UserPool.EndpointUrl).Distinct().Count());
        servers.ForEach(server => server.Dispose());
    }

    [Fact]
    public void The_error_for_a_port_in_use_by_another_server_names_the_port()
    {
        using var server = new LocalUserPoolFactory().Start(new());
        var port = new Uri(server.UserPool.EndpointUrl).Port;
        var error = Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { Port = port }));
        Assert.StartsWith($"Port {port} on 127.0.0.1 is taken.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_a_port_in_use_by_another_program_names_the_port()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var error = Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { Port = port }));
        Assert.StartsWith($"Port {port} on 127.0.0.1 is taken.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void An_invalid_port_is_refused(int port) =>
        Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { Port = port }));

    [Theory]
    [InlineData("")]
    [InlineData("LocalPool")]
    [InlineData("us-east-1_with-dash")]
    public void An_invalid_pool_id_is_refused(string id) =>
        Assert.Throws<LocalUserPoolException>(() => new LocalUserPoolFactory().Start(new() { UserPoolId = id }));

    [Fact]
    public async Task Disposing_the_server_frees_its_port_even_with_open_connections()
    {
        using var http = new HttpClient();
        var port = 0;
        for (var round = 0; round < 5; round++)
        {
            var server = new LocalUserPoolFactory().Start(new() { Port = port });
            port = new Uri(server.UserPool.EndpointUrl).Port;
            await http.GetStringAsync(new Uri(server.UserPool.EndpointUrl + "_local/health"));
            server.Dispose();
            server.Dispose();
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri(server.UserPool.EndpointUrl + "_local/health")));
        }
    }

    [Fact]
    public async Task Disposing_the_server_ends_requests_in_progress()
    {
        var pool = TestPool.Generated(60);
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id });
            }
        })).ToList();
        while (pool.Server.GetRequests().Count < 50)
        {
            await Task.Delay(5);
        }

        pool.Server.Dispose();
        foreach (var caller in callers)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => caller);
        }

        pool.Dispose();
    }

    [Fact]
    public async Task The_server_can_also_be_reached_as_localhost()
    {
        using var pool = TestPool.Generated(0);
        using var http = new HttpClient();
        var url = pool.Server.UserPool.EndpointUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.Contains("ok", await http.GetStringAsync(new Uri(url + "_local/health")), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> FromWebPages => new()
    {
        // A page that points its own name at 127.0.0.1 (DNS rebinding).
        { "Host", "evil.example" },
        { "Host", "127.0.0.1.evil.example" },
        { "Host", "localhost.evil.example:80" },

        // A page that sends requests to another origin.
        { "Origin", "https://evil.example" },
        { "Origin", "null" },
    };

    [Theory]
    [MemberData(nameof(FromWebPages))]
    public async Task A_control_request_from_a_web_page_is_refused_and_changes_nothing(string header, string value)
    {
        using var pool = TestPool.Generated(3);
        (await pool.ControlAsync(HttpMethod.Post, "faults", """{ "errorCode": "TooManyRequestsException" }""")).Ok();
        await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id });
        var before = await StateAsync();

        foreach (var path in (string[])["health", "snapshot", "requests", "faults", "quotas"])
        {
            IsRefused(await SendAsync(HttpMethod.Get, path));
        }

        IsRefused(await SendAsync(HttpMethod.Post, "seed", """{ "users": 0 }"""));
        IsRefused(await SendAsync(HttpMethod.Post, "reset"));
        IsRefused(await SendAsync(HttpMethod.Post, "faults", """{ "hang": true }"""));
        IsRefused(await SendAsync(HttpMethod.Delete, "faults"));
        IsRefused(await SendAsync(HttpMethod.Delete, "requests"));
        IsRefused(await SendAsync(HttpMethod.Put, "quotas", """{ "burst": 1 }"""));
        Assert.Equal(before, await StateAsync());

        Task<CallResult> SendAsync(HttpMethod method, string path, string? body = null) =>
            pool.ControlAsync(method, path, body, request => request.Headers.TryAddWithoutValidation(header, value));

        async Task<IReadOnlyList<string>> StateAsync() =>
            [await pool.SnapshotAsync(), .. await Task.WhenAll(((string[])["requests", "faults", "quotas"]).Select(async path => (await pool.ControlAsync(HttpMethod.Get, path)).Text))];
    }

    [Theory]
    [MemberData(nameof(FromWebPages))]
    public async Task A_service_request_from_a_web_page_is_refused_and_changes_nothing(string header, string value)
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var before = await pool.SnapshotAsync();

        IsRefused(await SendAsync("ListUsers", $$"""{"UserPoolId":"{{pool.Id}}"}""", header, value));
        IsRefused(await SendAsync("AdminDeleteUser", $$"""{"UserPoolId":"{{pool.Id}}","Username":"carlos"}""", header, value));

        Assert.Equal(before, await pool.SnapshotAsync());
        Assert.Empty(pool.Server.GetRequests());

        // It is the header: without it, the same request is carried out.
        (await SendAsync("AdminDeleteUser", $$"""{"UserPoolId":"{{pool.Id}}","Username":"carlos"}""", "Host", "localhost")).Ok();
        Assert.NotEqual(before, await pool.SnapshotAsync());

        // Signed with the header, so that the signature is right.
        Task<CallResult> SendAsync(string operation, string body, string name, string text) => pool.SendAsync(operation, body, null, request =>
        {
            request.Headers.TryAddWithoutValidation(name, text);
            new RequestSigner().Sign(request, Encoding.UTF8.GetBytes(body), pool.Clock.GetUtcNow());
        });
    }

    private static void IsRefused(CallResult answer)
    {
        Assert.Equal((HttpStatusCode.Forbidden, """{"error":"Only programs on this computer can send requests, not web pages."}"""), (answer.Status, answer.Text));
        Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}
