using System.Net;
using CognitoUnlink.LocalPool.Control;
using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Tells the service's requests from control requests.</summary>
internal sealed class RequestHandler(ApiHandler api, ControlHandler control)
{
    private const int MaximumApiBody = 4 * 1024 * 1024;

    public async Task<Answer> HandleAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!RequestGuard.Allows(request))
            {
                return ControlAnswers.Error(403, "Only programs on this computer may ask, and no web pages.");
            }

            var path = request.Url?.AbsolutePath ?? "/";
            if (path.StartsWith(ControlHandler.Prefix, StringComparison.Ordinal))
            {
                return await control.HandleAsync(request, path[ControlHandler.Prefix.Length..], cancellationToken).ConfigureAwait(false);
            }

            if (path != "/" || request.HttpMethod != "POST")
            {
                return ApiHandler.Failed(ServiceErrors.UnknownOperation());
            }

            return request.ContentLength64 > MaximumApiBody
                ? ApiHandler.Failed(ServiceErrors.Serialization("The request body is too large."))
                : api.Handle(new ApiRequest(request.Headers, await BodyAsync(request, cancellationToken).ConfigureAwait(false)));
        }
        catch (Exception error) when (error is not (OperationCanceledException or HttpListenerException or IOException or ObjectDisposedException))
        {
            return ControlAnswers.Error(500, $"The local user pool failed; this is a defect in it. {error.GetType().Name}: {error.Message}");
        }
    }

    private static async Task<byte[]> BodyAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasEntityBody)
        {
            return [];
        }

        if (request.ContentLength64 >= 0)
        {
            var body = new byte[request.ContentLength64];
            await request.InputStream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
            return body;
        }

        using var buffer = new MemoryStream();
        await request.InputStream.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.ToArray();
    }
}
