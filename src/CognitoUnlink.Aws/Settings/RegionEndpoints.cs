using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Settings;

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

    /// <summary>The same for what issues keys. Its usual hosts in GovCloud are FIPS hosts.</summary>
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
                throw new CognitoException(CognitoErrorKind.InvalidEndpoint, $"The partition of {region} has no {what} endpoints. Take the setting away, or name another region.");
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
