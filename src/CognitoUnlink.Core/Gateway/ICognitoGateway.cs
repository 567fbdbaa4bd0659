using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>
/// The operations of Amazon Cognito user pools that this product needs. One instance is one client of one account and
/// region; it is safe for many calls in flight. Every failure is a <see cref="CognitoException"/>, except cancellation.
/// </summary>
public interface ICognitoGateway : IDisposable
{
    /// <summary>Where requests go: the service's endpoint, or the one given by the caller.</summary>
    Uri Endpoint { get; }

    /// <summary>The place of <see cref="Endpoint"/>, without the instance of a local user pool.</summary>
    Place Place { get; }

    /// <summary>Gets the place with the instance of a local user pool, which is queried for it; nothing is sent to AWS or to another host.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Place> LocateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gets the caller's ARN with STS GetCallerIdentity, which needs no permission. Nothing is sent if <see cref="Endpoint"/> is not
    /// AWS's own and no other STS is configured. <see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"/>
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if it cannot be determined, for whatever reason.</returns>
    Task<string?> FindCallerAsync(CancellationToken cancellationToken);

    /// <summary>One page of users. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="filter">A ListUsers filter such as <c>username ^= "a"</c>; null for all.</param>
    /// <param name="limit">Users per page, 1 to 60.</param>
    /// <param name="paginationToken">The previous page's token; valid with the same filter only.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<CognitoUser>> ListUsersAsync(string userPoolId, string? filter, int limit, string? paginationToken, CancellationToken cancellationToken);

    /// <summary>One page of the users of a group. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="groupName">The group.</param>
    /// <param name="limit">Users per page, 1 to 60.</param>
    /// <param name="nextToken">The previous page's token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<CognitoUser>> ListUsersInGroupAsync(string userPoolId, string groupName, int limit, string? nextToken, CancellationToken cancellationToken);

    /// <summary>One user as it is now. The service counts the user as active for the month. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="username">The username, or for native users their sub or an alias.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<CognitoUser> AdminGetUserAsync(string userPoolId, string username, CancellationToken cancellationToken);

    /// <summary>
    /// The factors that a user of the pool itself can sign in with. Not every server with Cognito's protocol has this. Whether it counts the user as active is
    /// not documented; assume so. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html"/>
    /// </summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="username">The username.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AuthFactors> AdminGetUserAuthFactorsAsync(string userPoolId, string username, CancellationToken cancellationToken);

    /// <summary>Removes an external sign-in. The request never names the user who loses it. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="user">The provider and the subject, exactly as they are to be sent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request id.</returns>
    Task<string?> AdminDisableProviderForUserAsync(string userPoolId, ProviderUser user, CancellationToken cancellationToken);

    /// <summary>Links an external sign-in to a user. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="destinationUser">The user who gets the link.</param>
    /// <param name="sourceUser">The external identity.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request id.</returns>
    Task<string?> AdminLinkProviderForUserAsync(string userPoolId, ProviderUser destinationUser, ProviderUser sourceUser, CancellationToken cancellationToken);

    /// <summary>Revokes a user's tokens. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request id.</returns>
    Task<string?> AdminUserGlobalSignOutAsync(string userPoolId, string username, CancellationToken cancellationToken);

    /// <summary>One page of a pool's identity providers. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="maxResults">Providers per page, 1 to 60.</param>
    /// <param name="nextToken">The previous page's token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<IdentityProvider>> ListIdentityProvidersAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken);

    /// <summary>One identity provider with its attribute mapping, without its secrets. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="providerName">The provider's exact name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IdentityProvider> DescribeIdentityProviderAsync(string userPoolId, string providerName, CancellationToken cancellationToken);

    /// <summary>One page of the account's user pools. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html"/></summary>
    /// <param name="maxResults">Pools per page, 1 to 60.</param>
    /// <param name="nextToken">The previous page's token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<UserPool>> ListUserPoolsAsync(int maxResults, string? nextToken, CancellationToken cancellationToken);

    /// <summary>One user pool. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<UserPool> DescribeUserPoolAsync(string userPoolId, CancellationToken cancellationToken);

    /// <summary>One page of a pool's app clients: ids and names. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="maxResults">Clients per page, 1 to 60.</param>
    /// <param name="nextToken">The previous page's token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<AppClient>> ListUserPoolClientsAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken);

    /// <summary>One app client with all its settings, without its secret. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html"/></summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="clientId">The client's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AppClient> DescribeUserPoolClientAsync(string userPoolId, string clientId, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the settings of an app client: omitted ones return to their defaults. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html"/>
    /// </summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="clientId">The client's id.</param>
    /// <param name="settings">An object with all settings. It is sent as it is, with the pool's and the client's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request id.</returns>
    Task<string?> UpdateUserPoolClientAsync(string userPoolId, string clientId, JsonElement settings, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a user a permanent password, which makes them CONFIRMED and active for the month. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html"/>
    /// </summary>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="username">The username.</param>
    /// <param name="password">The password, which is never logged or quoted in an error.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request id.</returns>
    Task<string?> AdminSetUserPasswordAsync(string userPoolId, string username, string password, CancellationToken cancellationToken);
}

/// <summary>Creates gateways. The implementation loads the AWS SDK, so PowerShell sees it only through this interface.</summary>
public interface ICognitoGatewayFactory
{
    /// <summary>Finds credentials, region and endpoint, and creates a client. Sends nothing to Cognito.</summary>
    /// <param name="options">The caller's settings.</param>
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

    /// <summary>The known regions of Amazon Cognito user pools.</summary>
    IReadOnlyList<KnownRegion> ListRegions();
}

/// <summary>
/// What obtaining credentials may need from the user. Called on the thread that creates the gateway; in a long run, codes
/// for renewed credentials may be requested on others.
/// </summary>
public interface ICredentialHost
{
    /// <summary>Asks the user for the code of an MFA device.</summary>
    /// <param name="profileName">The profile that requires it.</param>
    /// <param name="mfaSerial">The device.</param>
    /// <returns>The code; null if nobody can be asked.</returns>
    string? ReadMfaCode(string profileName, string mfaSerial);

    /// <summary>Has AWS.Tools create credentials for a profile.</summary>
    /// <param name="profileName">The profile.</param>
    /// <param name="profileLocation">The file that contains it; null for the usual ones.</param>
    /// <returns>Its credentials object; null if AWS.Tools is not available.</returns>
    object? GetAwsToolsCredential(string profileName, string? profileLocation);
}

/// <summary>A credential profile of this computer, without its contents.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">How it gives credentials, in a word or two.</param>
public sealed record KnownProfile(string Name, string Kind);

/// <summary>A region that has Amazon Cognito user pools.</summary>
/// <param name="SystemName">For instance <c>eu-west-1</c>.</param>
/// <param name="DisplayName">For instance <c>Europe (Ireland)</c>.</param>
public sealed record KnownRegion(string SystemName, string DisplayName);
