using System.Text.RegularExpressions;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Endpoints;

/// <summary>
/// Tells the hosts of a region of AWS from others: the usual one, FIPS, dual-stack and VPC endpoints reach the same user pools.
/// <see href="https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html"/>
/// </summary>
internal static partial class EndpointPlaces
{
    /// <summary>The place of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="signedFor">The region that requests are signed for; null when not known.</param>
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
