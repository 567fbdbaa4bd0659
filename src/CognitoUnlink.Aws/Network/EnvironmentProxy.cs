using System.Net;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Network;

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
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.InvalidEndpoint"/>: what it names is none.</exception>
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
