using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>A gateway that carries out every request to unlink but does not answer some of them.</summary>
/// <param name="inner">Carries out the requests.</param>
/// <param name="hangs">Which requests to unlink hang, by their number from 1.</param>
/// <param name="until">How long they hang, cancelled or not; null for until they are cancelled.</param>
internal sealed class HangingGateway(ICognitoGateway inner, Func<int, bool> hangs, Task? until = null) : ICognitoGateway
{
    private int _sent;

    /// <summary>Requests to unlink that were carried out.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public Uri Endpoint => inner.Endpoint;

    public Place Place => inner.Place;

    public Task<Place> LocateAsync(CancellationToken cancellationToken) => inner.LocateAsync(cancellationToken);

    public Task<string?> FindCallerAsync(CancellationToken cancellationToken) => inner.FindCallerAsync(cancellationToken);

    public async Task<string?> AdminDisableProviderForUserAsync(string userPoolId, ProviderUser user, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _sent);
        var requestId = await inner.AdminDisableProviderForUserAsync(userPoolId, user, cancellationToken);
        if (hangs(number))
        {
            await (until ?? Task.Delay(Timeout.Infinite, cancellationToken));
        }

        return requestId;
    }

    public Task<Page<CognitoUser>> ListUsersAsync(string userPoolId, string? filter, int limit, string? paginationToken, CancellationToken cancellationToken) =>
        inner.ListUsersAsync(userPoolId, filter, limit, paginationToken, cancellationToken);

    public Task<Page<CognitoUser>> ListUsersInGroupAsync(string userPoolId, string groupName, int limit, string? nextToken, CancellationToken cancellationToken) =>
        inner.ListUsersInGroupAsync(userPoolId, groupName, limit, nextToken, cancellationToken);

    public Task<CognitoUser> AdminGetUserAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        inner.AdminGetUserAsync(userPoolId, username, cancellationToken);

    public Task<AuthFactors> AdminGetUserAuthFactorsAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        inner.AdminGetUserAuthFactorsAsync(userPoolId, username, cancellationToken);

    public Task<string?> AdminLinkProviderForUserAsync(string userPoolId, ProviderUser destinationUser, ProviderUser sourceUser, CancellationToken cancellationToken) =>
        inner.AdminLinkProviderForUserAsync(userPoolId, destinationUser, sourceUser, cancellationToken);

    public Task<string?> AdminUserGlobalSignOutAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        inner.AdminUserGlobalSignOutAsync(userPoolId, username, cancellationToken);

    public Task<Page<IdentityProvider>> ListIdentityProvidersAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        inner.ListIdentityProvidersAsync(userPoolId, maxResults, nextToken, cancellationToken);

    public Task<IdentityProvider> DescribeIdentityProviderAsync(string userPoolId, string providerName, CancellationToken cancellationToken) =>
        inner.DescribeIdentityProviderAsync(userPoolId, providerName, cancellationToken);

    public Task<Page<UserPool>> ListUserPoolsAsync(int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        inner.ListUserPoolsAsync(maxResults, nextToken, cancellationToken);

    public Task<UserPool> DescribeUserPoolAsync(string userPoolId, CancellationToken cancellationToken) =>
        inner.DescribeUserPoolAsync(userPoolId, cancellationToken);

    public Task<Page<AppClient>> ListUserPoolClientsAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        inner.ListUserPoolClientsAsync(userPoolId, maxResults, nextToken, cancellationToken);

    public Task<AppClient> DescribeUserPoolClientAsync(string userPoolId, string clientId, CancellationToken cancellationToken) =>
        inner.DescribeUserPoolClientAsync(userPoolId, clientId, cancellationToken);

    public Task<string?> UpdateUserPoolClientAsync(string userPoolId, string clientId, JsonElement settings, CancellationToken cancellationToken) =>
        inner.UpdateUserPoolClientAsync(userPoolId, clientId, settings, cancellationToken);

    public Task<string?> AdminSetUserPasswordAsync(string userPoolId, string username, string password, CancellationToken cancellationToken) =>
        inner.AdminSetUserPasswordAsync(userPoolId, username, password, cancellationToken);

    public void Dispose() => inner.Dispose();
}
