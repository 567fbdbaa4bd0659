using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Accepts connections until it is disposed; they are served beside each other on the thread pool.</summary>
internal sealed class HttpServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener;
    private readonly RequestHandler _handler;
    private readonly Guid _instanceId;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _connections;
    private int _disposed;

    public HttpServer(TcpListener listener, RequestHandler handler, Guid instanceId)
    {
        _listener = listener;
        _handler = handler;
        _instanceId = instanceId;
        _accepting = Task.Run(AcceptAsync);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();
        SpinWait.SpinUntil(() => _accepting.IsCompleted && Volatile.Read(ref _connections) == 0, s_patience);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(socket), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client went before it was accepted, or there are too many open files; then some are closed before long.
                await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await new HttpConnection(socket, _handler, _instanceId).ServeAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone, or the server is stopping.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}

/// <summary>Gets a listener on a port of 127.0.0.1, for this computer only.</summary>
internal static class ListenerStarter
{
    private const int Backlog = 512;

    /// <param name="port">0 for a free one.</param>
    public static (TcpListener Listener, int Port) Start(int port)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new LocalUserPoolException(string.Create(CultureInfo.InvariantCulture, $"Port {port} does not exist; give one from 1 to {IPEndPoint.MaxPort}, or 0 for a free one."));
        }

        var listener = new TcpListener(IPAddress.Loopback, port);
        if (OperatingSystem.IsWindows())
        {
            // Two programs could listen on one port otherwise.
            listener.ExclusiveAddressUse = true;
        }

        try
        {
            listener.Start(Backlog);
            return (listener, ((IPEndPoint)listener.LocalEndpoint).Port);
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new LocalUserPoolException(
                string.Create(CultureInfo.InvariantCulture, $"Port {port} on 127.0.0.1 is taken. Choose another one, or 0 for a free one. ({error.Message})"), error);
        }
    }
}
