using CognitoUnlink.LocalPool.Control;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Passes the service's requests and control requests to their handlers.</summary>
internal sealed class RequestHandler(ApiHandler api, ControlHandler control)
{
    /// <returns>Null when the connection is to be closed without an answer.</returns>
    public async Task<Answer?> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!RequestGuard.Allows(request))
            {
                return ControlAnswers.Error(403, "Only programs on this computer can send requests, not web pages.");
            }

            var path = request.Url.AbsolutePath;
            if (path.StartsWith(ControlHandler.Prefix, StringComparison.Ordinal))
            {
                return control.Handle(request, path[ControlHandler.Prefix.Length..]);
            }

            if (path != "/" || request.Method != "POST")
            {
                return ApiHandler.Failed(ServiceErrors.UnknownOperation());
            }

            return await api.HandleAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or IOException))
        {
            return ControlAnswers.Error(500, $"The local user pool failed; this is a defect in it. {error.GetType().Name}: {error.Message}");
        }
    }
}

/// <summary>
/// Keeps web pages away: one that points its own name at 127.0.0.1 sends that name as Host, one that posts across
/// origins sends Origin. Neither is ever sent by an SDK. Other computers cannot reach 127.0.0.1.
/// </summary>
internal static class RequestGuard
{
    private static readonly string[] s_hosts = ["127.0.0.1", "localhost", "[::1]"];

    public static bool Allows(HttpRequest request) =>
        request.Headers["Origin"] is null
        && request.Headers["Host"] is { } host
        && Array.Exists(s_hosts, name => host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (host.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase) && host[(name.Length + 1)..].All(char.IsAsciiDigit)));
}
