using System.Collections;
using System.Net;

namespace CognitoUnlink.Aws.Network;

/// <summary>
/// Finds the proxy: the session's (<c>Set-AWSProxy</c>), then the environment's as it is now. .NET reads the environment
/// once in the life of a process.
/// </summary>
internal static class ProxyFinder
{
    /// <summary>Null when neither names one; the system's own may stand then.</summary>
    public static IWebProxy? Find(object? sessionProxy) => (IWebProxy?)OfSession(sessionProxy) ?? EnvironmentProxy.Read();

    private static WebProxy? OfSession(object? settings)
    {
        object? Said(string name) => settings?.GetType().GetProperty(name)?.GetValue(settings);
        if (Said("Hostname") is not string { Length: > 0 } host || Said("Port") is not (int and > 0 and var port))
        {
            return null;
        }

        var url = host.Contains("://", StringComparison.Ordinal) ? host : "http://" + host;
        return Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? new WebProxy(new UriBuilder(address) { Port = port }.Uri)
            {
                Credentials = Said("Credentials") as ICredentials,
                BypassList = (Said("BypassList") as IEnumerable)?.Cast<string>().ToArray() ?? [],
                BypassProxyOnLocal = Said("BypassOnLocal") is true,
            }
            : null;
    }
}
