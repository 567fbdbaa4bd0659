using System.Net;
using Amazon.Runtime;

namespace CognitoUnlink.Aws.Client;

/// <summary>One HttpClient a gateway, its connections kept open between calls.</summary>
internal sealed class KeepAliveHttpClientFactory(Uri endpoint, IWebProxy? proxy, TimeSpan timeout) : HttpClientFactory
{
    private static readonly TimeSpan s_dnsIsTrustedFor = TimeSpan.FromMinutes(5);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var sockets = new SocketsHttpHandler
        {
            // A signed request is for one host; a redirect comes from something that is not Cognito.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = s_dnsIsTrustedFor,

            // No proxy can go to loopback. Without one said, that of the system may stand; elsewhere .NET's own default is
            // what the environment said when the process began.
            UseProxy = !endpoint.IsLoopback && (proxy is not null || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()),
            Proxy = proxy,
        };
        return new HttpClient(new WholeBodyHandler(sockets)) { Timeout = timeout };
    }
}
