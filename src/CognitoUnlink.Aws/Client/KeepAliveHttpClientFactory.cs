using Amazon.Runtime;

namespace CognitoUnlink.Aws.Client;

/// <summary>One HttpClient a gateway, its connections kept open between calls.</summary>
internal sealed class KeepAliveHttpClientFactory(Uri endpoint, TimeSpan timeout) : HttpClientFactory
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

            // HTTPS_PROXY and friends do not exempt loopback, where no proxy can go.
            UseProxy = !endpoint.IsLoopback,
        };
        return new HttpClient(new WholeBodyHandler(sockets)) { Timeout = timeout };
    }
}
