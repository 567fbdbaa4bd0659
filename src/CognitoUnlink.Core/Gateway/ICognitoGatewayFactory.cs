using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>Makes gateways. Its implementation brings the AWS SDK, so PowerShell meets it only through this interface.</summary>
public interface ICognitoGatewayFactory
{
    /// <summary>Finds credentials, region and endpoint, and makes a client. Sends nothing to Cognito.</summary>
    /// <param name="options">What the caller said.</param>
    /// <exception cref="CognitoException">
    /// <see cref="CognitoErrorKind.CredentialsNotFound"/>, <see cref="CognitoErrorKind.ProfileNotFound"/>,
    /// <see cref="CognitoErrorKind.LoginRequired"/>, <see cref="CognitoErrorKind.RegionNotFound"/>,
    /// <see cref="CognitoErrorKind.RegionMismatch"/> or <see cref="CognitoErrorKind.InvalidEndpoint"/>.
    /// </exception>
    ICognitoGateway Create(GatewayOptions options);

    /// <summary>The credential profiles of this computer, by name. Sends nothing, and runs no credential process.</summary>
    /// <param name="profileLocation">Path of the credential file to look in; null for the usual ones.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.ProfileNotFound"/>: the files cannot be read.</exception>
    IReadOnlyList<KnownProfile> ListProfiles(string? profileLocation);

    /// <summary>The regions of Amazon Cognito user pools that are known here.</summary>
    IReadOnlyList<KnownRegion> ListRegions();
}
