using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>What faults do to requests. Which requests they apply to is in <see cref="FaultFilterTests"/>.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task An_error_is_returned_and_nothing_is_done()
    {
        using var pool = await WithAsync("""{ "errorCode": "TooManyRequestsException" }""");
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Is("TooManyRequestsException", "Rate exceeded");
        var request = Assert.Single(pool.Server.GetRequests());
        Assert.Equal((400, "TooManyRequestsException"), (request.StatusCode, request.ErrorCode));
        (await pool.ControlAsync(HttpMethod.Delete, "faults")).Ok();
        Assert.Equal(2, (await pool.IdentitiesAsync("carlos"))!.Value.GetArrayLength());
    }

    [Theory]
    [InlineData("""{ "errorCode": "InternalErrorException" }""", 500, "A fault of the local user pool.")]
    [InlineData("""{ "errorCode": "ServiceUnavailable", "message": "Later" }""", 503, "Later")]
    [InlineData("""{ "errorCode": "TooManyRequestsException", "statusCode": 429 }""", 429, "Rate exceeded")]
    [InlineData("""{ "errorCode": "AccessDeniedException", "message": "No" }""", 400, "No")]
    public async Task An_error_has_the_usual_status_for_its_code_unless_another_is_set(string fault, int status, string message)
    {
        using var pool = await WithAsync(fault);
        var answer = await pool.GetUserAsync("carlos");
        Assert.Equal((status, message), ((int)answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_connection_reset_ends_the_connection_without_an_answer()
    {
        using var pool = await WithAsync("""{ "connectionReset": true, "times": 1 }""");
        await IsResetAsync(pool.UnlinkAsync("Google", "Cognito_Subject", "1111"));
        var request = Assert.Single(pool.Server.GetRequests());
        Assert.Equal((0, null, null), (request.StatusCode, request.ErrorCode, request.RequestId));
        Assert.Equal(2, (await pool.IdentitiesAsync("carlos"))!.Value.GetArrayLength());
    }

    [Fact]
    public async Task A_connection_can_be_reset_although_the_request_was_done()
    {
        using var pool = await WithAsync("""{ "operation": "AdminDisable*", "connectionReset": true, "whenDone": true }""");
        await IsResetAsync(pool.UnlinkAsync("Google", "Cognito_Subject", "1111"));
        Assert.Equal(["Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
    }

    [Fact]
    public async Task An_error_can_be_returned_although_the_request_was_done()
    {
        using var pool = await WithAsync("""{ "operation": "AdminDisable*", "errorCode": "InternalErrorException", "whenDone": true }""");
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Is("InternalErrorException", "A fault of the local user pool.");
        Assert.Equal(["Okta"], (await pool.IdentitiesAsync("carlos"))!.Value.Texts("providerName"));
    }

    [Fact]
    public async Task A_request_that_fails_by_itself_keeps_its_error_and_does_not_count_as_done()
    {
        using var pool = await WithAsync("""{ "errorCode": "InternalErrorException", "whenDone": true, "nth": 1 }""");
        Assert.Equal("UserNotFoundException", (await pool.GetUserAsync("nobody")).ErrorCode);
        Assert.Equal("InternalErrorException", (await pool.GetUserAsync("carlos")).ErrorCode);
        (await pool.GetUserAsync("carlos")).Ok();
    }

    [Fact]
    public async Task A_latency_delays_the_answer_and_nothing_else()
    {
        using var pool = await WithAsync("""{ "latencyMilliseconds": 5000 }""");
        var answer = pool.GetUserAsync("carlos");
        await Until.TrueAsync(() => pool.Clock.PendingTimers == 1);
        pool.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.Equal(1, pool.Clock.PendingTimers);
        Assert.False(answer.IsCompleted);
        pool.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await answer).Ok();
    }

    [Fact]
    public async Task Latencies_add_up_before_an_error_is_returned()
    {
        using var pool = await WithAsync("""{ "errorCode": "TooManyRequestsException" }""", """{ "latencyMilliseconds": 2000 }""", """{ "latencyMilliseconds": 3000 }""");
        var answer = pool.GetUserAsync("carlos");
        await Until.TrueAsync(() => pool.Clock.PendingTimers == 1);
        pool.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.False(answer.IsCompleted);
        pool.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await answer).Is("TooManyRequestsException", "Rate exceeded");
        Assert.Equal([1, 1, 1], pool.Server.GetFaults().Select(fault => fault.Applied));
    }

    [Fact]
    public async Task A_hang_lasts_until_the_client_disconnects()
    {
        using var pool = await WithAsync("""{ "operation": "AdminGetUser", "hang": true, "times": 1 }""");
        IPEndPoint? ownEnd = null;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                ownEnd = (IPEndPoint)socket.LocalEndPoint!;
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(pool.Server.UserPool.EndpointUrl) };
        using var disconnect = new CancellationTokenSource();
        var body = $$"""{"UserPoolId":"{{pool.Id}}","Username":"carlos"}""";
        var answer = pool.SendAsync("AdminGetUser", body, new RequestSigner(), client, disconnect.Token);
        await Until.TrueAsync(() => pool.Server.GetRequests().Count == 1);
        Assert.Equal(0, pool.Server.GetRequests()[0].StatusCode);
        (await pool.GetUserAsync("carlos")).Ok();
        Assert.False(answer.IsCompleted);
        Assert.True(HoldsConnectionOf(ownEnd!.Port));

        await disconnect.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Until.TrueAsync(() => !HoldsConnectionOf(ownEnd.Port));

        bool HoldsConnectionOf(int clientPort) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(connection =>
            connection.LocalEndPoint.Port == new Uri(pool.Server.UserPool.EndpointUrl).Port && connection.RemoteEndPoint.Port == clientPort
            && connection.State is (TcpState.Established or TcpState.CloseWait));
    }

    [Fact]
    public async Task A_hang_ends_when_the_server_stops()
    {
        using var pool = await WithAsync("""{ "hang": true }""");
        var answer = pool.GetUserAsync("carlos");
        await Until.TrueAsync(() => pool.Server.GetRequests().Count == 1);
        Assert.False(answer.IsCompleted);
        pool.Server.Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task A_latency_ends_when_the_server_stops()
    {
        using var pool = await WithAsync("""{ "latencyMilliseconds": 5000 }""");
        var answer = pool.GetUserAsync("carlos");
        await Until.TrueAsync(() => pool.Clock.PendingTimers == 1);
        pool.Server.Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task The_signature_is_checked_before_faults_apply()
    {
        using var pool = await WithAsync("""{ "errorCode": "TooManyRequestsException" }""");
        var answer = await pool.CallAsync("AdminGetUser", new { UserPoolId = pool.Id, Username = "carlos" }, new RequestSigner { SecretKey = "other" });
        Assert.Equal("InvalidSignatureException", answer.ErrorCode);
        Assert.Equal(0, pool.Server.GetFaults()[0].Applied);
    }

    private static async Task IsResetAsync(Task<CallResult> call)
    {
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.GetBaseException()).SocketErrorCode);
    }

    private static async Task<TestPool> WithAsync(params string[] faults)
    {
        var pool = await TestPool.SeededAsync(Pools.Small);
        foreach (var fault in faults)
        {
            (await pool.ControlAsync(HttpMethod.Post, "faults", fault)).Ok();
        }

        return pool;
    }
}
