using System.Net;
using System.Reflection;
using Amazon.Runtime;
using Amazon.Util.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>Makes the HttpClient of a gateway, which keeps its connections open between calls.</summary>
internal static class HttpClients
{
    /// <summary>The longest answer in bytes. A page of 60 users has some 100 KB; whatever else answers must not fill memory.</summary>
    public const int LongestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan s_dnsIsTrustedFor = TimeSpan.FromMinutes(5);

    private static readonly string s_userAgent =
        $"cognito-unlink/{VersionOf(typeof(HttpClients))} {InternalSDKUtils.BuildUserAgentString(VersionOf(typeof(AWSCredentials)))}";

    public static HttpClient Create(Uri endpoint, IWebProxy? proxy, TimeSpan timeout, HttpMessageHandler? handler = null)
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
        var client = new HttpClient(handler ?? sockets) { Timeout = timeout, MaxResponseContentBufferSize = LongestAnswer };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", s_userAgent);
        return client;
    }

    private static string VersionOf(Type type) => type.Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "0";
}

/// <summary>Asks a local user pool which instance it is: a request that it neither logs nor counts, and that nothing else answers.</summary>
internal static class LocalPoolInstance
{
    private const string Path = "/_local/health";
    private const string Header = "x-local-user-pool-instance";

    /// <summary>The id; null when something else answers.</summary>
    /// <param name="http">Sends it.</param>
    /// <param name="endpoint">An endpoint on this computer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> AskAsync(HttpClient http, Uri endpoint, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(endpoint, Path), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return answer.Headers.NonValidated.TryGetValues(Header, out var values) && Guid.TryParse(values.ToString(), out var instance) ? instance.ToString() : null;
    }
}
