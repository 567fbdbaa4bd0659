using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool.Control;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Accepts connections until it is disposed; each is served on the thread pool.</summary>
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
                // The client is already gone, or there are too many open files, which will not last.
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
            // The client is gone, or the server is stopping.
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
            throw new LocalUserPoolException(string.Create(CultureInfo.InvariantCulture, $"Port {port} is not valid; give one from 1 to {IPEndPoint.MaxPort}, or 0 for a free one."));
        }

        var listener = new TcpListener(IPAddress.Loopback, port);
        if (OperatingSystem.IsWindows())
        {
            // Otherwise two programs could listen on the same port.
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

/// <summary>Answers the requests of one connection.</summary>
internal sealed partial class HttpConnection(Socket socket, RequestHandler handler, Guid instanceId)
{
    /// <summary>The header with the server's instance id, in every answer.</summary>
    public const string InstanceHeader = "x-local-user-pool-instance";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = new HttpRequestReader(stream);
        try
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } request)
            {
                if (await handler.HandleAsync(request, cancellationToken).ConfigureAwait(false) is not { } answer)
                {
                    // Resets the connection; closing the stream would end it gracefully.
                    socket.LingerState = new LingerOption(true, 0);
                    socket.Dispose();
                    return;
                }

                await SendAsync(stream, answer, request.KeepAlive, request.Method != "HEAD", cancellationToken).ConfigureAwait(false);
                if (!request.KeepAlive)
                {
                    return;
                }
            }
        }
        catch (BodyTooLargeException)
        {
            await RefuseAsync(stream, ApiHandler.Failed(ServiceErrors.Serialization("The request body is too large.")), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            await RefuseAsync(stream, ControlAnswers.Error(400, error.Message), cancellationToken).ConfigureAwait(false);
        }
    }

    // If it were closed while the client still writes, it would be reset and the answer lost.
    private async Task RefuseAsync(NetworkStream stream, Answer answer, CancellationToken cancellationToken)
    {
        await SendAsync(stream, answer, keepAlive: false, withBody: true, cancellationToken).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        var ignored = new byte[64 * 1024];
        while (await stream.ReadAsync(ignored, limit.Token).ConfigureAwait(false) > 0)
        {
        }
    }

    private async Task SendAsync(NetworkStream stream, Answer answer, bool keepAlive, bool withBody, CancellationToken cancellationToken)
    {
        const int Small = 64 * 1024;
        var head = Encoding.ASCII.GetBytes(Head(answer, keepAlive));
        var body = withBody ? answer.Body : default;
        if (body.Length <= Small)
        {
            await stream.WriteAsync((byte[])[.. head, .. body.Span], cancellationToken).ConfigureAwait(false);
            return;
        }

        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private string Head(Answer answer, bool keepAlive)
    {
        var head = new StringBuilder(512)
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.StatusCode} {Reason(answer.StatusCode)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {DateTimeOffset.UtcNow:R}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {answer.ContentType}\r\nContent-Length: {answer.Body.Length}\r\n")
            .Append(CultureInfo.InvariantCulture, $"{InstanceHeader}: {instanceId}\r\n")
            .Append(keepAlive ? "" : "Connection: close\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    /// <summary>For instance "Too Many Requests"; empty for a status without a name.</summary>
    private static string Reason(int statusCode) =>
        Enum.IsDefined((HttpStatusCode)statusCode) ? BetweenWords().Replace(((HttpStatusCode)statusCode).ToString(), " ") : "";

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex BetweenWords();
}
