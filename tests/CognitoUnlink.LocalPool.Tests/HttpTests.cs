using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>HTTP as other clients send it, byte by byte.</summary>
public sealed class HttpTests
{
    private const string Health = ""","userPoolId":"us-east-1_LocalPool","region":"us-east-1","users":0}""";

    [Fact]
    public async Task A_connection_serves_requests_until_one_of_them_closes_it()
    {
        var answer = await TalkAsync(Get("health") + Get("none") + Get("health", "connection: Close") + Get("health"));
        Assert.Equal(["200", "404", "200"], Statuses(answer));
        Assert.Equal(3, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.EndsWith(Health, answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_is_answered_without_a_body_and_the_connection_stays_open()
    {
        var answer = await TalkAsync(Get("health").Replace("GET ", "HEAD ", StringComparison.Ordinal) + Get("health", "Connection: close"));
        Assert.Equal(["405", "200"], Statuses(answer));
        Assert.DoesNotContain("error", answer, StringComparison.Ordinal);
        Assert.EndsWith(Health, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_line_contains_the_reason_phrase()
    {
        Assert.Contains("HTTP/1.1 400 Bad Request\r\n", await TalkAsync("nonsense\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 404 Not Found\r\n", await TalkAsync(Get("none", "Connection: close")), StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK\r\n", await TalkAsync(Get("health", "Connection: close")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HTTP_1_0_connection_serves_only_one_request() =>
        Assert.Equal(["200"], Statuses(await TalkAsync(Get("health").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + Get("health"))));

    [Fact]
    public async Task A_body_can_be_sent_in_chunks()
    {
        var answer = await TalkAsync("POST /_local/seed HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"use\r\nA\r\nrs\": 3}   \r\n0\r\nTrailer: x\r\n\r\n" + Get("health", "Connection: close"));
        Assert.Equal(["200", "200"], Statuses(answer));
        Assert.EndsWith("\"users\":3}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_expects_100_Continue_gets_it()
    {
        var answer = await TalkAsync("POST /_local/seed HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 12\r\n\r\n{\"users\": 3}");
        Assert.Equal(["100", "200"], Statuses(answer));
    }

    [Fact]
    public async Task A_request_target_can_be_an_absolute_URL_with_an_encoded_query()
    {
        using var pool = TestPool.Generated(0);
        foreach (var username in (string[])["x", "x y", "x%20y"])
        {
            await pool.GetUserAsync(username);
        }

        var answer = await TalkAsync(pool, Get("health", "Connection: close").Replace("GET /_local/health", "GET http://127.0.0.1/_local/requests?username=x%20y", StringComparison.Ordinal));
        var requests = JsonSerializer.Deserialize<JsonElement>(answer[answer.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("requests");
        Assert.Equal(["x y"], requests.Texts("username"));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/2.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")]
    public async Task A_request_that_is_not_valid_HTTP_is_refused_and_ends_the_connection(string request)
    {
        var answer = await TalkAsync(request);
        Assert.Equal(["400"], Statuses(answer));
        Assert.Contains("""{"error":"The request""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused() =>
        Assert.Equal(["400"], Statuses(await TalkAsync(new string('x', 64 * 1024))));

    [Fact]
    public async Task A_client_that_goes_on_sending_after_its_mistake_still_gets_the_answer() =>
        Assert.Equal(["400"], Statuses(await TalkAsync("nonsense\r\n" + new string('x', 20 * 1024 * 1024))));

    [Fact]
    public async Task A_body_over_the_size_limit_is_refused_before_it_is_read()
    {
        const string Post = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: AWSCognitoIdentityProviderService.ListUsers\r\n";
        foreach (var body in (string[])["Content-Length: 2000000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n77359400\r\n"])
        {
            var refused = await TalkAsync(Post + body);
            Assert.Equal(["400"], Statuses(refused));
            Assert.Contains("SerializationException", refused, StringComparison.Ordinal);
        }

        using var pool = TestPool.Generated(0);
        var answer = await pool.SendAsync("ListUsers", new string(' ', (4 * 1024 * 1024) + 1), null);
        Assert.Equal("SerializationException", answer.ErrorCode);
        Assert.Equal("MissingAuthenticationTokenException", (await pool.SendAsync("ListUsers", "{}", null)).ErrorCode);
    }

    [Fact]
    public async Task A_client_that_disconnects_during_a_request_does_not_affect_others()
    {
        using var pool = TestPool.Generated(0);
        foreach (var part in (string[])["", "GET", "GET /_local/health HTTP/1.1\r\nHost:", "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n123"])
        {
            using var client = await ConnectAsync(pool);
            await client.SendAsync(Encoding.ASCII.GetBytes(part));
        }

        (await pool.ControlAsync(HttpMethod.Get, "health")).Ok();
    }

    private static string Get(string path, string header = "X: y") => $"GET /_local/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n\r\n";

    private static IEnumerable<string> Statuses(string answer) => answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3]);

    private static async Task<string> TalkAsync(string text)
    {
        using var pool = TestPool.Generated(0);
        return await TalkAsync(pool, text);
    }

    /// <summary>Sends the text and returns everything until the server ends the connection by itself: the client's side stays open.</summary>
    private static async Task<string> TalkAsync(TestPool pool, string text)
    {
        using var client = await ConnectAsync(pool);
        using var stream = new NetworkStream(client);
        await client.SendAsync(Encoding.ASCII.GetBytes(text));
        using var reader = new StreamReader(stream);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await reader.ReadToEndAsync(limit.Token);
    }

    private static async Task<Socket> ConnectAsync(TestPool pool)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync("127.0.0.1", new Uri(pool.Server.UserPool.EndpointUrl).Port);
        return client;
    }
}
