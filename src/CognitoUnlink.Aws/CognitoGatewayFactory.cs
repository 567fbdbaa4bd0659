using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Endpoints;
using CognitoUnlink.Aws.Regions;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws;

/// <summary>Makes gateways on the AWS SDK.</summary>
public sealed class CognitoGatewayFactory : ICognitoGatewayFactory
{
    /// <inheritdoc/>
    public ICognitoGateway Create(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var profiles = new Profiles(options);
        profiles.CheckUsualFiles();
        var region = RegionFinder.Find(options, profiles);
        var endpoint = EndpointFinder.Find(options, profiles, region);

        // Last, because it may have to wait for instance metadata.
        var credentials = CredentialFinder.Find(options, profiles);
        return new CognitoGateway(credentials, credentials.Source, region, endpoint, options.Timeout);
    }
}
