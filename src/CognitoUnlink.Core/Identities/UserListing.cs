using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Identities;

/// <summary>
/// One listing of users, page by page to its end. Tokens last an hour; when one is refused, the listing is read again from
/// its beginning, past the users who were handed on already.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html"/>
/// </summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="userPoolId">The pool.</param>
/// <param name="filter">A ListUsers filter; null for all.</param>
/// <param name="noticesDuplicates">Whether a user who is shown twice is handed on once.</param>
internal sealed class UserListing(ServiceCaller caller, string userPoolId, string? filter, bool noticesDuplicates = false)
{
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
    public const int LargestPage = 60;

    // The order of users is not promised, so only a user who was not seen before shows that reading again leads further.
    private const int FruitlessReadings = 3;

    /// <summary>How many pages to read at most; without a limit unless set.</summary>
    public int MostPages { get; init; } = int.MaxValue;

    /// <summary>Whether users may be handed on again when the listing is read again. Then it remembers nobody.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Whether it was read to its end.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads the listing.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<CognitoUser> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = MayRepeat ? null : new ListedUsers(noticesDuplicates);
        var (fruitless, pages) = (0, 0);
        var tokens = new PageTokens();
        string? token = null;
        IsWhole = false;
        do
        {
            if (pages++ == MostPages)
            {
                yield break;
            }

            if (await TryReadPageAsync(token, isLastTry: fruitless == FruitlessReadings, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                fruitless++;
                listed?.BeginAgain();
                page = await ReadPageAsync(null, cancellationToken).ConfigureAwait(false);
                tokens = new PageTokens();
            }

            foreach (var user in page.Items.Where(user => listed?.Add(user) != false))
            {
                fruitless = listed is null ? fruitless : 0;
                yield return user;
            }

            token = tokens.Next(page.NextToken);
        }
        while (token is not null);
        IsWhole = true;
    }

    /// <summary>A page; null when its token was refused.</summary>
    private async Task<Page<CognitoUser>?> TryReadPageAsync(string? token, bool isLastTry, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.InvalidParameter && token is not null && !isLastTry)
        {
            return null;
        }
    }

    private async Task<Page<CognitoUser>> ReadPageAsync(string? token, CancellationToken cancellationToken)
    {
        var (page, _, _) = await caller.CallAsync(
            QuotaCategory.UserList,
            (gateway, cancellation) => gateway.ListUsersAsync(userPoolId, filter, LargestPage, token, cancellation), cancellationToken).ConfigureAwait(false);
        return page;
    }
}
