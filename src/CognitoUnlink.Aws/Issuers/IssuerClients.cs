using System.Net;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Endpoints;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>
/// Makes the clients of STS and IAM Identity Center. The SDK's own are not used: any AWSSDK.Core of the process finds AWSSDK.SecurityToken,
/// AWSSDK.SSO and AWSSDK.SSOOIDC by their names, in whatever load context, and cannot use those of another copy.
/// </summary>
internal sealed class IssuerClients(Profiles profiles, string region, EndpointSwitches switches, IWebProxy? proxy, TimeSpan timeout, TimeProvider clock)
{
    public TimeProvider Clock => clock;

    /// <summary>For a profile's role: in its own region, or in that of the run.</summary>
    public IssuerClient Sts(CredentialProfile? profile) => Connect(Issuer.Sts, profile, profile?.Region?.SystemName ?? region);

    /// <summary>For whose the run's own keys are: in the region of the run. Null when requests do not go to AWS, and nothing says where another STS is.</summary>
    public IssuerClient? StsOfRun(bool isAws)
    {
        var url = EndpointFinder.FindIssuer(Issuer.Sts, profiles, profiles.Find(profiles.Effective), switches);
        return url is null && !isAws ? null : Connect(Issuer.Sts, region, url);
    }

    public IssuerClient Sso(CredentialProfile profile) => Connect(Issuer.Sso, profile, profile.Options.SsoRegion);

    public IssuerClient Oidc(CredentialProfile profile) => Connect(Issuer.Oidc, profile, profile.Options.SsoRegion);

    /// <summary>A setting of a profile that the SDK does not know; null when it is not there.</summary>
    public string? SettingOf(CredentialProfile profile, string name) => profiles.SettingOf(profile, name);

    private IssuerClient Connect(Issuer issuer, CredentialProfile? profile, string own) =>
        Connect(issuer, own, EndpointFinder.FindIssuer(issuer, profiles, profile, switches));

    private IssuerClient Connect(Issuer issuer, string own, Uri? url) => new(url ?? RegionEndpoints.OfIssuer(issuer, own, switches), own, proxy, timeout, clock);
}
