using System.Runtime.CompilerServices;
using CognitoUnlink.Concurrency;
using CognitoUnlink.Gateway;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Identities;

/// <summary>Reads users and providers.</summary>
/// <param name="caller">Makes the calls.</param>
public sealed class UserReader(ServiceCaller caller)
{
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
    private const int LargestPage = 60;

    private readonly OnceByKey<IReadOnlyList<string>?> _providerNames = new();

    /// <summary>Every user of a pool, page by page.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<CognitoUser> ListUsersAsync(string userPoolId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var (page, _) = await caller.CallAsync(
                QuotaCategory.UserList,
                (gateway, cancellation) => gateway.ListUsersAsync(userPoolId, null, LargestPage, token, cancellation),
                cancellationToken).ConfigureAwait(false);
            foreach (var user in page.Items)
            {
                yield return user;
            }

            token = After(token, page.NextToken);
        }
        while (token is not null);
    }

    /// <summary>One user as it is now.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CognitoUser> GetUserAsync(string userPoolId, string username, CancellationToken cancellationToken)
    {
        try
        {
            var (user, _) = await caller.CallAsync(
                QuotaCategory.UserRead,
                (gateway, cancellation) => gateway.AdminGetUserAsync(userPoolId, username, cancellation),
                cancellationToken).ConfigureAwait(false);
            return user;
        }
        catch (CognitoException problem) when (problem.Kind is CognitoErrorKind.UserNotFound or CognitoErrorKind.InvalidParameter)
        {
            // The service does not say which user it means.
            throw problem.Saying($"User '{username}' of pool {userPoolId}: {problem.Message}");
        }
    }

    /// <summary>The exact names of a pool's identity providers, asked for once; null when the caller may not list them.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<IReadOnlyList<string>?> ProviderNamesAsync(string userPoolId, CancellationToken cancellationToken) =>
        _providerNames.GetAsync(userPoolId, () => ListProviderNamesAsync(userPoolId, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<string>?> ListProviderNamesAsync(string userPoolId, CancellationToken cancellationToken)
    {
        List<string> names = [];
        try
        {
            string? token = null;
            do
            {
                var (page, _) = await caller.CallAsync(
                    QuotaCategory.UserPoolResourceRead,
                    (gateway, cancellation) => gateway.ListIdentityProvidersAsync(userPoolId, LargestPage, token, cancellation),
                    cancellationToken).ConfigureAwait(false);
                names.AddRange(page.Items.Select(provider => provider.ProviderName));
                token = After(token, page.NextToken);
            }
            while (token is not null);
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.AccessDenied)
        {
            return null;
        }

        return names;
    }

    private static string? After(string? token, string? next) =>
        next is not null && next == token
            ? throw new CognitoException(CognitoErrorKind.UnexpectedResponse, "A page of the listing named itself as the next one. Whatever answers at the endpoint is not Amazon Cognito.")
            : next;
}
