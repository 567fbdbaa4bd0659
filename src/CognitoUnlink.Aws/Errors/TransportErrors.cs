using System.Net.Sockets;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Errors;

/// <summary>Makes exceptions of calls that got no answer.</summary>
internal static class TransportErrors
{
    public static CognitoException Read(Exception error, CallSite call) => error switch
    {
        // The caller's own cancellation was told apart before; what is left is HttpClient's time limit.
        TimeoutException or OperationCanceledException => Make(CognitoErrorKind.Timeout, error, call,
            $"Check the network, the proxy and the endpoint URL: no answer from {call.Host} to {call.Operation} in {call.Timeout.TotalSeconds:0.#} s."),
        HttpRequestException http => Make(CognitoErrorKind.ConnectionFailed, error, call, Words(http, call)),
        IOException or SocketException => Make(CognitoErrorKind.ConnectionFailed, error, call, Broken(error, call)),

        // Possibly one of the SDK's own types, which may not leave.
        _ => Make(CognitoErrorKind.Unknown, null, call, $"{call.Operation} failed: {error.Message}"),
    };

    private static string Words(HttpRequestException error, CallSite call) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError =>
            $"Check the region, the endpoint URL, the network and the proxy: the name {call.Host} could not be resolved.",
        HttpRequestError.ConnectionError =>
            $"Check the region, the endpoint URL, the network, the firewall and the proxy: no connection to {call.Host}: {error.Message}",
        HttpRequestError.SecureConnectionError =>
            $"Check this computer's clock and certificates, and any proxy that opens TLS: no secure connection to {call.Host}: {(error.InnerException ?? error).Message}",
        HttpRequestError.ProxyTunnelError =>
            $"Check HTTPS_PROXY, NO_PROXY and the proxy's rules: the proxy gave no way to {call.Host}: {error.Message}",
        _ => Broken(error, call),
    };

    private static string Broken(Exception error, CallSite call) =>
        $"Check the network and the proxy: the connection to {call.Host} broke during {call.Operation}: {error.Message}";

    private static CognitoException Make(CognitoErrorKind kind, Exception? cause, CallSite call, string message) =>
        new(kind, message, cause) { Operation = call.Operation };
}
