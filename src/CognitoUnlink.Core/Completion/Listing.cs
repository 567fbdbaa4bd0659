using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Completion;

/// <summary>
/// Reads lists for completion: each request once, since whoever waits can press the key again, and no more than somebody
/// would look through.
/// </summary>
public static class Listing
{
    private const int LargestPage = 60;

    // The default quota of user pools an account, which no other list comes near.
    private const int Most = 1000;

    /// <summary>The account's user pools.</summary>
    /// <param name="gateway">The client.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<IReadOnlyList<UserPool>> UserPoolsAsync(ICognitoGateway gateway, CancellationToken cancellationToken) =>
        ReadAsync(token => gateway.ListUserPoolsAsync(LargestPage, token, cancellationToken), Most);

    /// <summary>A pool's identity providers.</summary>
    /// <param name="gateway">The client.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<IReadOnlyList<IdentityProvider>> ProvidersAsync(ICognitoGateway gateway, string userPoolId, CancellationToken cancellationToken) =>
        ReadAsync(token => gateway.ListIdentityProvidersAsync(userPoolId, LargestPage, token, cancellationToken), Most);

    /// <summary>A page's worth of users whose name begins with a text.</summary>
    /// <param name="gateway">The client.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="prefix">The text.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<IReadOnlyList<CognitoUser>> UsersAsync(ICognitoGateway gateway, string userPoolId, string prefix, CancellationToken cancellationToken) =>
        ReadAsync(token => gateway.ListUsersAsync(userPoolId, UserFilter.UsernameBegins(prefix), LargestPage, token, cancellationToken), LargestPage);

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(Func<string?, Task<Page<T>>> read, int enough)
    {
        List<T> items = [];
        var tokens = new PageTokens();
        string? token = null;
        do
        {
            var page = await read(token).ConfigureAwait(false);
            items.AddRange(page.Items);
            token = tokens.Next(page.NextToken);
        }
        while (token is not null && items.Count < enough);
        return items;
    }
}
