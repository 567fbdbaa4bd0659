using System.Text.RegularExpressions;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Settings;

/// <summary>
/// Finds the configured URL: the caller's, then the environment's, then the profile's.
/// <see href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html"/>
/// </summary>
internal static class EndpointFinder
{
    private const string Service = "cognito_identity_provider";

    /// <summary>Null if no URL is configured: then the region's own endpoint is used.</summary>
    public static Sourced<Uri>? Find(GatewayOptions options, Profiles profiles, EndpointSwitches switches)
    {
        (string? Url, string Source) given = (options.EndpointUrl, "the endpoint URL given");
        return First(switches, Configured("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", Service, profiles, profiles.Find(profiles.Effective), switches).Prepend(given));
    }

    /// <summary>The same for the services that issue keys for a profile.</summary>
    public static Uri? FindIssuer(Issuer issuer, Profiles profiles, CredentialProfile? profile, EndpointSwitches switches) =>
        First(switches, Configured(issuer.Variable, issuer.Section, profiles, profile, switches))?.Value;

    private static Sourced<Uri>? First(EndpointSwitches switches, IEnumerable<(string? Url, string Source)> candidates)
    {
        foreach (var (url, source) in candidates)
        {
            if (Setting.OrNull(url) is { } found)
            {
                var endpoint = Checked(found, source);
                return (switches.Fips || switches.Dualstack) && !endpoint.IsLoopback
                    ? throw Refused($"Both '{found}' ({source}) and a {(switches.Fips ? "FIPS" : "dual-stack")} endpoint are set. They cannot be combined. Remove one of the settings.")
                    : new Sourced<Uri>(endpoint, source);
            }
        }

        return null;
    }

    // One profile's keys never go to another profile's endpoint.
    private static IEnumerable<(string? Url, string Source)> Configured(string variable, string service, Profiles profiles, CredentialProfile? profile, EndpointSwitches switches)
    {
        if (switches.IgnoreConfigured)
        {
            yield break;
        }

        yield return (Setting.Read(variable), variable);
        yield return (Setting.Read("AWS_ENDPOINT_URL"), "AWS_ENDPOINT_URL");
        if (profile is not null)
        {
            yield return (profiles.EndpointUrlOfService(profile, service), $"endpoint_url of {service} in the services of profile '{profile.Name}'");
            yield return (profile.EndpointUrl, $"endpoint_url of profile '{profile.Name}'");
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
            throw Refused($"The endpoint URL ({source}) can contain only a host and a path: no user name, no query.");
        }

        if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback)
        {
            throw Refused($"'{url}' ({source}) would send user data unencrypted. Plain http is only for this computer, such as http://127.0.0.1:9229; use https.");
        }

        // With a trailing slash, relative paths go below the last segment instead of beside it.
        return endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");
    }

    private static CognitoException Refused(string message) => new(CognitoErrorKind.InvalidEndpoint, message);
}

/// <summary>
/// Tells the hosts of an AWS region from others: the usual one, FIPS, dual-stack and VPC endpoints reach the same user pools.
/// <see href="https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html"/>
/// </summary>
internal static partial class EndpointPlaces
{
    /// <summary>The place of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="signedFor">The region that requests are signed for; null if not known.</param>
    public static Place Of(Uri endpoint, string? signedFor = null)
    {
        var match = OfRegion().Match(endpoint.IdnHost.TrimEnd('.'));
        var region = match.Groups["region"].Value;
        if (!match.Success || (signedFor is not null && region != signedFor))
        {
            return new Place { Host = endpoint.Authority };
        }

        var partition = Fn.Partition(region);
        string? Said(string name) => Fn.GetAttr(partition, name) as string;
        return match.Groups["suffix"].Value is var suffix && (suffix == Said("dnsSuffix") || suffix == Said("dualStackDnsSuffix"))
            ? new Place { Partition = Said("name"), Region = region, Host = endpoint.Authority }
            : new Place { Host = endpoint.Authority };
    }

    [GeneratedRegex($@"^(?:vpce-[a-z0-9-]+\.)?{CognitoClient.SigningName}(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:vpce\.)?(?<suffix>[a-z.-]+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex OfRegion();
}

/// <summary>
/// The kind of endpoint that the environment and the profile specify, the environment first.
/// <see href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html"/>
/// </summary>
internal sealed record EndpointSwitches(bool Fips, bool Dualstack, bool IgnoreConfigured)
{
    public static EndpointSwitches Read(Profiles profiles)
    {
        var profile = profiles.Find(profiles.Effective);
        return new EndpointSwitches(
            Setting.Switch("AWS_USE_FIPS_ENDPOINT") ?? profile?.UseFIPSEndpoint ?? false,
            Setting.Switch("AWS_USE_DUALSTACK_ENDPOINT") ?? profile?.UseDualstackEndpoint ?? false,
            Setting.Switch("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile?.IgnoreConfiguredEndpointUrls ?? false);
    }
}

/// <summary>
/// A service that issues temporary keys or tokens, and its names in endpoint settings.
/// <see href="https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html"/>
/// </summary>
/// <param name="Host">The beginning of its host names.</param>
/// <param name="Variable">The environment variable with its endpoint.</param>
/// <param name="Section">Its name in a <c>services</c> section.</param>
internal sealed record Issuer(string Host, string Variable, string Section)
{
    public static readonly Issuer Sts = new("sts", "AWS_ENDPOINT_URL_STS", "sts");

    /// <summary>The portal of IAM Identity Center.</summary>
    public static readonly Issuer Sso = new("portal.sso", "AWS_ENDPOINT_URL_SSO", "sso");

    /// <summary>Issues IAM Identity Center's tokens.</summary>
    public static readonly Issuer Oidc = new("oidc", "AWS_ENDPOINT_URL_SSO_OIDC", "sso_oidc");
}

/// <summary>
/// The endpoint of a region by Cognito's own rules: partition, FIPS, dual-stack.
/// <see href="https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html"/>
/// </summary>
internal static class RegionEndpoints
{
    private static readonly string[] s_fipsIsDualstack = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];

    public static Uri Of(string region, EndpointSwitches switches)
    {
        var said = Partition(region, switches);

        // Cognito's usual hosts in the partition aws are dual-stack already, and so are the FIPS hosts of the first regions.
        var usualIsDualstack = switches.Fips ? s_fipsIsDualstack.Contains(region) : said("name") == "aws";
        var suffix = switches.Dualstack && !usualIsDualstack ? said("dualStackDnsSuffix") : said("dnsSuffix");
        return new Uri($"https://{CognitoClient.SigningName}{(switches.Fips ? "-fips" : "")}.{region}.{suffix}/");
    }

    /// <summary>The same for the services that issue keys. Their usual hosts in GovCloud are FIPS hosts.</summary>
    public static Uri OfIssuer(Issuer issuer, string region, EndpointSwitches switches)
    {
        var said = Partition(region, switches);
        var usualIsFips = !switches.Dualstack && said("name") == "aws-us-gov";
        return new Uri($"https://{issuer.Host}{(switches.Fips && !usualIsFips ? "-fips" : "")}.{region}.{said(switches.Dualstack ? "dualStackDnsSuffix" : "dnsSuffix")}/");
    }

    private static Func<string, string> Partition(string region, EndpointSwitches switches)
    {
        var partition = Fn.Partition(region);
        void Require(string attribute, string what)
        {
            if (Fn.GetAttr(partition, attribute) is not true)
            {
                throw new CognitoException(CognitoErrorKind.InvalidEndpoint, $"The partition of {region} has no {what} endpoints. Remove the setting, or name another region.");
            }
        }

        if (switches.Fips)
        {
            Require("supportsFIPS", "FIPS");
        }

        if (switches.Dualstack)
        {
            Require("supportsDualStack", "dual-stack");
        }

        return name => (string)Fn.GetAttr(partition, name);
    }
}
