using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Endpoints;

/// <summary>
/// The endpoint of a region by Cognito's own rules: partition, FIPS, dual-stack.
/// <see href="https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html"/>
/// </summary>
internal static class RegionEndpoints
{
    private static readonly string[] s_fipsIsDualstack = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];

    public static Uri Of(string region, EndpointSwitches switches)
    {
        var partition = Fn.Partition(region);
        string Said(string name) => (string)Fn.GetAttr(partition, name);
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

        // Cognito's usual hosts in the partition aws are dual-stack already, and so are the FIPS hosts of the first regions.
        var usualIsDualstack = switches.Fips ? s_fipsIsDualstack.Contains(region) : Said("name") == "aws";
        var suffix = switches.Dualstack && !usualIsDualstack ? Said("dualStackDnsSuffix") : Said("dnsSuffix");
        return new Uri($"https://{CognitoClient.SigningName}{(switches.Fips ? "-fips" : "")}.{region}.{suffix}/");
    }
}
