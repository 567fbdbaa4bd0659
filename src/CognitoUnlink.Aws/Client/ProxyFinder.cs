using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Client;

/// <summary>
/// Finds the proxy: the session's (<c>Set-AWSProxy</c>), then that of the current environment. .NET reads the environment
/// only once per process.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The objects are those of a PowerShell session. Where code is trimmed there is none.")]
internal static class ProxyFinder
{
    private static readonly HashSet<string> s_schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>Null if neither names one; the system's own may then apply.</summary>
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

    /// <summary>The address of a proxy. An unusable one is an error, not a reason to use none.</summary>
    /// <param name="said">A host or a URL. It may contain a password, so it is not repeated.</param>
    /// <param name="source">Where it was specified.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.InvalidEndpoint"/>.</exception>
    internal static Uri Address(string said, string source)
    {
        var url = said.Contains("://", StringComparison.Ordinal) ? said : "http://" + said;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0 && s_schemes.Contains(address.Scheme)
            ? address
            : throw new CognitoException(CognitoErrorKind.InvalidEndpoint, $"The proxy that {source} names is not a URL such as http://proxy.example.com:3128. Nothing was sent.");
    }
}

/// <summary>
/// HTTPS_PROXY, ALL_PROXY and NO_PROXY, read as .NET reads them.
/// <see href="https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy"/>
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri _address;
    private readonly string[] _exempt;

    private EnvironmentProxy(Uri address, string[] exempt)
    {
        _address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        _exempt = exempt;
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest])
        {
            Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(rest.FirstOrDefault() ?? ""));
        }
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>Null when the environment names no proxy.</summary>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.InvalidEndpoint"/>: what it names is not a proxy.</exception>
    public static EnvironmentProxy? Read()
    {
        if (Either("https_proxy") is { } ofHttps)
        {
            return Of(ofHttps, "HTTPS_PROXY");
        }

        return Either("all_proxy") is { } ofAll ? Of(ofAll, "ALL_PROXY") : null;
    }

    private static EnvironmentProxy Of(string said, string name)
    {
        var exempt = Either("no_proxy")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return new EnvironmentProxy(ProxyFinder.Address(said, name), exempt);
    }

    public Uri GetProxy(Uri destination) => _address;

    public bool IsBypassed(Uri host) => host.IsLoopback || _exempt.Any(name =>
        name == "*"
        || host.IdnHost.Equals(name.TrimStart('.'), StringComparison.OrdinalIgnoreCase)
        || (name[0] is '.' or '*' && host.IdnHost.EndsWith(name.TrimStart('*'), StringComparison.OrdinalIgnoreCase)));

    private static string? Either(string name) => Setting.Read(name) ?? Setting.Read(name.ToUpperInvariant());
}
