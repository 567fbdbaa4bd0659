using System.Net;
using System.Reflection;
using Amazon.Runtime;
using Amazon.Util.Internal;

namespace CognitoUnlink.Aws.Client;

/// <summary>Makes what sends requests, and keeps its connections open between them.</summary>
internal static class HttpClients
{
    /// <summary>The longest answer in bytes. A page of 60 users has some 100 KB; whatever else answers must not fill memory.</summary>
    public const int LongestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan s_dnsIsTrustedFor = TimeSpan.FromMinutes(5);

    /// <summary>What requests say they come from.</summary>
    public static string UserAgent { get; } =
        $"cognito-unlink/{VersionOf(typeof(HttpClients))} {InternalSDKUtils.BuildUserAgentString(VersionOf(typeof(AWSCredentials)))}";

    public static HttpClient Create(Uri endpoint, IWebProxy? proxy, TimeSpan timeout)
    {
        var client = new HttpClient(Handler(endpoint, proxy)) { Timeout = timeout, MaxResponseContentBufferSize = LongestAnswer };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        return client;
    }

    /// <summary>What sends, without the limits and headers of an HttpClient.</summary>
    public static HttpMessageHandler Handler(Uri endpoint, IWebProxy? proxy) => new SocketsHttpHandler
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
    public static async Task<string?> AskAsync(HttpMessageInvoker http, Uri endpoint, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, Path));
        using var answer = await http.SendAsync(question, cancellationToken).ConfigureAwait(false);
        return answer.Headers.NonValidated.TryGetValues(Header, out var values) && Guid.TryParse(values.ToString(), out var instance) ? instance.ToString() : null;
    }
}
