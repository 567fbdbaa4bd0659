using CognitoUnlink.Errors;
using CognitoUnlink.InFlight;
using CognitoUnlink.Input;
using CognitoUnlink.Gateway;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Identities;

/// <summary>Reads users and providers.</summary>
/// <param name="caller">Makes the calls.</param>
public sealed class UserReader(ServiceCaller caller)
{
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html
    private const int LargestPage = 60;

    private readonly OnceByKey<IReadOnlyList<string>?> _providerNames = new();

    /// <summary>Makes the calls.</summary>
    public ServiceCaller Caller => caller;

    /// <summary>Every user of a pool, page by page.</summary>
    /// <remarks>
    /// Tokens last an hour. Where the caller took longer over a page, the pool is read again and who was handed on is left out;
    /// for that the sub of each is remembered, in 16 bytes a user.
    /// </remarks>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<CognitoUser> ListUsersAsync(string userPoolId, CancellationToken cancellationToken) =>
        new UserListing(caller, userPoolId, filter: null, noticesDuplicates: false).ReadAsync(cancellationToken);

    /// <summary>Every user of a pool, in 16 partitions at once.</summary>
    /// <param name="userPoolId">The pool.</param>
    public PartitionedUserList ListUsersInPartitions(string userPoolId) => new(caller, userPoolId);

    /// <summary>One user as it is now.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUsername"/>.</exception>
    public async Task<CognitoUser> GetUserAsync(string userPoolId, string username, CancellationToken cancellationToken)
    {
        UsernameRule.Check(username);
        try
        {
            var (user, _, _) = await caller.CallAsync(
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

    /// <summary>How many users a pool has by the service's estimate; null when it cannot be had, for instance for want of a permission.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<long?> EstimatedNumberOfUsersAsync(string userPoolId, CancellationToken cancellationToken)
    {
        try
        {
            var (pool, _, _) = await caller.CallAsync(
                QuotaCategory.UserPoolRead, (gateway, cancellation) => gateway.DescribeUserPoolAsync(userPoolId, cancellation), cancellationToken).ConfigureAwait(false);
            return pool.EstimatedNumberOfUsers;
        }
        catch (CognitoException)
        {
            return null;
        }
    }

    /// <summary>The exact names of a pool's identity providers, asked for once; null when the caller may not list them.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<IReadOnlyList<string>?> ProviderNamesAsync(string userPoolId, CancellationToken cancellationToken) =>
        _providerNames.GetAsync(userPoolId, () => ListProviderNamesAsync(userPoolId, cancellationToken), cancellationToken);

    /// <summary>Whether a filter may mean a provider of the pool. Where it means none, that is an error at the end of a run.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<bool> KnowsAnyAsync(string userPoolId, ProviderFilter filter, CancellationToken cancellationToken) =>
        !filter.HasUnmatched
        || await ProviderNamesAsync(userPoolId, cancellationToken).ConfigureAwait(false) is not { } names
        || filter.Patterns.Any(pattern => names.Any(pattern.IsMatch));

    private async Task<IReadOnlyList<string>?> ListProviderNamesAsync(string userPoolId, CancellationToken cancellationToken)
    {
        List<string> names = [];
        try
        {
            string? token = null;
            do
            {
                var (page, _, _) = await caller.CallAsync(
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

    /// <summary>The next page's token.</summary>
    internal static string? After(string? token, string? next) =>
        next is not null && next == token
            ? throw new CognitoException(CognitoErrorKind.UnexpectedResponse, "Check the endpoint URL: a page of the listing named itself as the next one. Whatever answers there is not Amazon Cognito.")
            : next;
}
