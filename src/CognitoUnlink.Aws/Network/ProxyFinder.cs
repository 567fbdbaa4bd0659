using System.Collections;
using System.Net;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Network;

/// <summary>
/// Finds the proxy: the session's (<c>Set-AWSProxy</c>), then the environment's as it is now. .NET reads the environment
/// once in the life of a process.
/// </summary>
internal static class ProxyFinder
{
    private static readonly HashSet<string> s_schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>Null when neither names one; the system's own may stand then.</summary>
    public static IWebProxy? Find(object? sessionProxy) => (IWebProxy?)OfSession(sessionProxy) ?? EnvironmentProxy.Read();

    private static WebProxy? OfSession(object? settings)
    {
        object? Said(string name) => settings?.GetType().GetProperty(name)?.GetValue(settings);
        if (Said("Hostname") is not string { Length: > 0 } host || Said("Port") is not (int and > 0 and var port))
        {
            return null;
        }

        return new WebProxy(new UriBuilder(Address(host, "Set-AWSProxy")) { Port = port }.Uri)
        {
            Credentials = Said("Credentials") as ICredentials,
            BypassList = (Said("BypassList") as IEnumerable)?.Cast<string>().ToArray() ?? [],
            BypassProxyOnLocal = Said("BypassOnLocal") is true,
        };
    }

    /// <summary>The address of a proxy. One that cannot be used is no reason to go without it.</summary>
    /// <param name="said">A host or a URL. It may hold a password, and is not repeated.</param>
    /// <param name="source">Who named it.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.InvalidEndpoint"/>.</exception>
    internal static Uri Address(string said, string source)
    {
        var url = said.Contains("://", StringComparison.Ordinal) ? said : "http://" + said;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0 && s_schemes.Contains(address.Scheme)
            ? address
            : throw new CognitoException(CognitoErrorKind.InvalidEndpoint, $"The proxy that {source} names is not a URL such as http://proxy.example.com:3128. Nothing was sent.");
    }
}
