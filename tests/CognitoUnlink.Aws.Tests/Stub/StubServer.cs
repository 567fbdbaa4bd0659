using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Stub;

/// <summary>A scripted HTTP server on a free port on this computer.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    public const string AccessKey = "AKIASTUBEXAMPLE00001";
    public const string SecretKey = "stub-secret-CANARY-4f1d";

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<StubRequest, StubReply> _script;
    private readonly Task _accepting;
    private int _connections;
    private int _closed;

    public StubServer(Func<StubRequest, StubReply> script, IPAddress? address = null)
    {
        _script = script;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public StubServer(StubReply reply)
        : this(_ => reply)
    {
    }

    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    public StubRequest LastRequest => Requests.Last();

    public int Connections => _connections;

    /// <summary>Connections that the server closed after an answer.</summary>
    public int Closed => Volatile.Read(ref _closed);

    public string Url => $"http://{Host}";

    public string Host => _listener.LocalEndpoint.ToString()!;

    /// <summary>Options that point to this server and need nothing from the environment.</summary>
    public GatewayOptions Options => new() { AccessKey = AccessKey, SecretKey = SecretKey, Region = "eu-west-1", EndpointUrl = Url };

    public ICognitoGateway Gateway(TimeSpan? timeout = null) =>
        Gateway(options => options with { Timeout = timeout ?? TimeSpan.FromSeconds(30) });

    public ICognitoGateway Gateway(Func<GatewayOptions, GatewayOptions> change) => new CognitoGatewayFactory().Create(change(Options));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = connection.GetStream();
            while (await StubRequest.ReadAsync(stream, _stop.Token) is { } request)
            {
                Requests.Enqueue(request);
                var reply = _script(request);
                if (reply.Resets)
                {
                    connection.LingerState = new LingerOption(enable: true, seconds: 0);
                    return;
                }

                await reply.Until;
                if (!reply.Hangs)
                {
                    await stream.WriteAsync(reply.ToBytes(), _stop.Token);
                }

                if (reply.Closes)
                {
                    connection.Close();
                    Interlocked.Increment(ref _closed);
                    return;
                }

                if (reply.Hangs || reply.HangsHalfway)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
        }
    }
}
