using System.Net.Sockets;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Errors;

/// <summary>Makes exceptions for calls that got no answer.</summary>
internal static class TransportErrors
{
    public static CognitoException Read(Exception error, CallSite call) => error switch
    {
        // The caller's own cancellation was handled before; what is left is the time limit.
        TimeoutException or OperationCanceledException => Make(CognitoErrorKind.Timeout, error, call,
            $"No answer from {call.Host} to {call.Operation} in {call.Timeout.TotalSeconds:0.#} s. Check the network, the proxy and the endpoint URL."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => Make(CognitoErrorKind.UnexpectedResponse, error, call,
            $"The answer from {call.Host} to {call.Operation} is longer than any answer from Amazon Cognito ({HttpClients.LongestAnswer / 1024 / 1024} MiB, or 64 KiB of headers). Check the endpoint URL and the proxy."),
        HttpRequestException http => Make(CognitoErrorKind.ConnectionFailed, error, call, Words(http, call)),
        IOException or SocketException => Make(CognitoErrorKind.ConnectionFailed, error, call, Broken(error, call)),

        // It may be one of the SDK's own types, which must not leave this assembly.
        _ => Make(CognitoErrorKind.Unknown, null, call, $"{call.Operation} failed: {error.Message}"),
    };

    private static string Words(HttpRequestException error, CallSite call) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError =>
            $"The name {call.Host} could not be resolved. Check the region, the endpoint URL, the network and the proxy.",
        HttpRequestError.ConnectionError =>
            $"No connection to {call.Host}: {Sentence(error)} Check the region, the endpoint URL, the network, the firewall and the proxy.",
        HttpRequestError.SecureConnectionError =>
            $"No secure connection to {call.Host}: {Sentence(error.InnerException ?? error)} Check this computer's clock and certificates, and any proxy that inspects TLS.",
        HttpRequestError.ProxyTunnelError =>
            $"The proxy did not connect to {call.Host}: {Sentence(error)} Check HTTPS_PROXY, NO_PROXY and the proxy's rules.",
        _ => Broken(error, call),
    };

    private static string Broken(Exception error, CallSite call) =>
        $"The connection to {call.Host} broke during {call.Operation}: {Sentence(error)} Check the network and the proxy.";

    private static string Sentence(Exception error) => error.Message.TrimEnd('.', ' ') + ".";

    private static CognitoException Make(CognitoErrorKind kind, Exception? cause, CallSite call, string message) =>
        new(kind, message, cause) { Operation = call.Operation };
}
