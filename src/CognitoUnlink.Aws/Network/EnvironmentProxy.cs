using System.Net;

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
    public static EnvironmentProxy? Read()
    {
        var said = Either("https_proxy") ?? Either("all_proxy");
        if (said is null)
        {
            return null;
        }

        var url = said.Contains("://", StringComparison.Ordinal) ? said : "http://" + said;
        var exempt = Either("no_proxy")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return Uri.TryCreate(url, UriKind.Absolute, out var address) ? new EnvironmentProxy(address, exempt) : null;
    }

    public Uri GetProxy(Uri destination) => _address;

    public bool IsBypassed(Uri host) => host.IsLoopback || _exempt.Any(name =>
        name == "*"
        || host.IdnHost.Equals(name.TrimStart('.'), StringComparison.OrdinalIgnoreCase)
        || (name[0] is '.' or '*' && host.IdnHost.EndsWith(name.TrimStart('*'), StringComparison.OrdinalIgnoreCase)));

    private static string? Either(string name) => Setting.Read(name) ?? Setting.Read(name.ToUpperInvariant());
}
