using Amazon;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Endpoints;

/// <summary>
/// Finds where requests go: what was said, then the environment, then the profile, then the region's own endpoint.
/// <see href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html"/>
/// </summary>
internal static class EndpointFinder
{
    public static Uri Find(GatewayOptions options, Profiles profiles, string region)
    {
        foreach (var (url, source) in Candidates(options, profiles))
        {
            if (Setting.OrNull(url) is { } found)
            {
                return Checked(found, source);
            }
        }

        return new Uri($"https://{CognitoClientConfig.SigningName}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/");
    }

    private static IEnumerable<(string? Url, string Source)> Candidates(GatewayOptions options, Profiles profiles)
    {
        yield return (options.EndpointUrl, "the endpoint URL given");
        if (Setting.IsTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))
        {
            yield break;
        }

        foreach (var variable in new[] { "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "AWS_ENDPOINT_URL" })
        {
            yield return (Setting.Read(variable), variable);
        }

        // One profile's keys never go to another profile's endpoint.
        var name = profiles.Requested ?? profiles.Ambient;
        if (profiles.Find(name) is { IgnoreConfiguredEndpointUrls: not true } profile)
        {
            yield return (profile.EndpointUrl, $"endpoint_url of profile '{name}'");
        }
    }

    private static Uri Checked(string url, string source)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp))
        {
            throw Refused($"'{url}' ({source}) is not a URL that starts with https:// or http://.");
        }

        if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            throw Refused($"The endpoint URL ({source}) must be a host and at most a path: no user name, no query.");
        }

        if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback)
        {
            throw Refused($"'{url}' ({source}) would send people's data in the clear. Plain http is for this computer only, such as http://127.0.0.1:9229; use https.");
        }

        // Without the slash the SDK signs another path than it sends.
        return endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");
    }

    private static CognitoException Refused(string message) => new(CognitoErrorKind.InvalidEndpoint, message);
}
