using System.Net;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Accepts connections until it is disposed; requests are answered beside each other on the thread pool.</summary>
internal sealed class HttpServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly HttpListener _listener;
    private readonly RequestHandler _handler;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _inFlight;
    private int _disposed;

    public HttpServer(HttpListener listener, RequestHandler handler)
    {
        _listener = listener;
        _handler = handler;
        _accepting = Task.Run(AcceptAsync);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();
        _listener.Close();
        SpinWait.SpinUntil(() => _accepting.IsCompleted && Volatile.Read(ref _inFlight) == 0, s_patience);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);
                Interlocked.Increment(ref _inFlight);
                _ = Task.Run(() => ServeAsync(context), CancellationToken.None);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            var answer = await _handler.HandleAsync(context.Request, _stopping.Token).ConfigureAwait(false);
            await SendAsync(context.Response, answer).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client has gone, or the server is stopping.
            context.Response.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task SendAsync(HttpListenerResponse response, Answer answer)
    {
        response.StatusCode = answer.StatusCode;
        response.ContentType = answer.ContentType;
        response.ContentLength64 = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        await response.OutputStream.WriteAsync(answer.Body, _stopping.Token).ConfigureAwait(false);
        response.Close();
    }
}
