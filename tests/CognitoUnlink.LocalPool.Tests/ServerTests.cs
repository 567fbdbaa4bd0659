using System.Net;
using System.Net.Sockets;
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

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:80")]
    public async Task Requests_with_another_host_name_are_refused_to_prevent_DNS_rebinding(string host)
    {
        using var pool = TestPool.Generated(3);
        var control = await pool.ControlAsync(HttpMethod.Get, "snapshot", change: request => request.Headers.Host = host);
        Assert.InRange((int)control.Status, 400, 499);
        Assert.DoesNotContain("users", control.Text, StringComparison.Ordinal);
        var answer = await pool.SendAsync("ListUsers", """{"UserPoolId":"us-east-1_LocalPool"}""", null, request => request.Headers.Host = host);
        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Empty(pool.Server.GetRequests());
    }

    [Fact]
    public async Task A_request_from_a_web_page_is_refused_and_changes_nothing()
    {
        using var pool = TestPool.Generated(3);
        var before = await pool.SnapshotAsync();
        var answer = await pool.ControlAsync(HttpMethod.Post, "seed", """{ "users": 0 }""", request => request.Headers.Add("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(before, await pool.SnapshotAsync());
    }
}
