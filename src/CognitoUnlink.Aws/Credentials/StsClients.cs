using System.Globalization;
using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using CognitoUnlink.Aws.Endpoints;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Makes clients of STS. Left to itself, the SDK would look for a region, wait for instance metadata where there is none,
/// and go to the endpoint that another profile names.
/// </summary>
internal sealed class StsClients(Profiles profiles, string region, EndpointSwitches switches, IWebProxy? proxy, TimeSpan timeout)
{
    /// <summary>How long before their end temporary keys are renewed.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    public IWebProxy? Proxy => proxy;

    /// <summary>What is seen in the trail of the account.</summary>
    public static string NewSessionName() => string.Create(CultureInfo.InvariantCulture, $"cognito-unlink-{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");

    public static AWSCredentials Fixed(ImmutableCredentials keys) =>
        keys.UseToken ? new SessionAWSCredentials(keys.AccessKey, keys.SecretKey, keys.Token) : new BasicAWSCredentials(keys.AccessKey, keys.SecretKey);

    public static RefreshingAWSCredentials.CredentialsRefreshState StateOf(Amazon.SecurityToken.Model.Credentials keys) =>
        new(new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration!.Value.ToUniversalTime());

    /// <summary>Clients for a profile's role: its own region, or that of the run.</summary>
    public Func<AWSCredentials, IAmazonSecurityTokenService> For(CredentialProfile? profile) => credentials =>
    {
        var own = profile?.Region?.SystemName ?? region;
        var endpoint = EndpointFinder.FindSts(profiles, profile, switches);
        var config = new AmazonSecurityTokenServiceConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(own),

            // Else requests to an endpoint URL would be signed for us-east-1.
            AuthenticationRegion = own,
            UseFIPSEndpoint = switches.Fips,
            UseDualstackEndpoint = switches.Dualstack,
            IgnoreConfiguredEndpointUrls = true,
            Timeout = timeout,
        };
        if (endpoint is not null)
        {
            // It takes the region's place, so after that.
            config.ServiceURL = endpoint.AbsoluteUri;
            config.UseFIPSEndpoint = config.UseDualstackEndpoint = false;
        }

        if (proxy is not null)
        {
            config.SetWebProxy(proxy);
        }

        return new AmazonSecurityTokenServiceClient(credentials, config);
    };
}
