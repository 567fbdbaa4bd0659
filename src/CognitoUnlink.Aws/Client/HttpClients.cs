using System.Net;
using System.Reflection;
using Amazon.Runtime;
using Amazon.Util.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>Makes clients and handlers that keep connections open between requests.</summary>
internal static class HttpClients
{
    /// <summary>The longest answer in bytes. A page of 60 users has some 100 KB; any other server's answer must not fill the memory.</summary>
    public const int LongestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan s_dnsIsTrustedFor = TimeSpan.FromMinutes(5);

    /// <summary>The User-Agent header of requests.</summary>
    public static string UserAgent { get; } =
        $"cognito-unlink/{VersionOf(typeof(HttpClients))} {InternalSDKUtils.BuildUserAgentString(VersionOf(typeof(AWSCredentials)))}";

    public static HttpClient Create(Uri endpoint, IWebProxy? proxy, TimeSpan timeout)
    {
        var client = new HttpClient(Handler(endpoint, proxy)) { Timeout = timeout, MaxResponseContentBufferSize = LongestAnswer };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        return client;
    }

    /// <summary>A handler that sends requests, without the limits and headers of an HttpClient.</summary>
    public static HttpMessageHandler Handler(Uri endpoint, IWebProxy? proxy) => new SocketsHttpHandler
    {
        // A signed request is for one host; a redirect comes from something that is not Cognito.
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = s_dnsIsTrustedFor,

        // No proxy can reach loopback. If none is specified, the system's may apply; elsewhere .NET's own default is
        // what the environment specified when the process started.
        UseProxy = !endpoint.IsLoopback && (proxy is not null || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()),
        Proxy = proxy,
    };

    private static string VersionOf(Type type) => type.Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "0";
}

/// <summary>Gets the instance id of a local user pool, by a request that it neither logs nor counts and that nothing else answers.</summary>
internal static class LocalPoolInstance
{
    private const string Path = "/_local/health";
    private const string Header = "x-local-user-pool-instance";

    /// <summary>The id; null if something else answers.</summary>
    /// <param name="http">Sends the request.</param>
    /// <param name="endpoint">An endpoint on this computer.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<string?> ReadAsync(HttpMessageInvoker http, Uri endpoint, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, Path));
        using var answer = await http.SendAsync(question, cancellationToken).ConfigureAwait(false);
        return answer.Headers.NonValidated.TryGetValues(Header, out var values) && Guid.TryParse(values.ToString(), out var instance) ? instance.ToString() : null;
    }
}
