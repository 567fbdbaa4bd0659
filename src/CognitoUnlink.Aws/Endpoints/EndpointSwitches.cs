using CognitoUnlink.Aws.Credentials;

namespace CognitoUnlink.Aws.Endpoints;

/// <summary>
/// What environment and profile say about the kind of endpoint, the environment first.
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
