using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>One page of a listing. It may be short or empty without being the last.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The page's items.</param>
/// <param name="NextToken">The token of the next page; null after the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Reads listings.</summary>
internal static class Pages
{
    /// <summary>
    /// The maximum number of users, app clients, providers or pools on a page.
    /// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html"/>
    /// </summary>
    public const int Largest = 60;

    /// <summary>Returns the items of a listing, page by page. No page is read before the items of the previous ones were taken.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="read">Reads the page for a token; null for the first page.</param>
    /// <exception cref="CognitoException">A page cannot be read.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        var tokens = new PageTokens();
        string? token = null;
        do
        {
            var page = await read(token).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            token = tokens.Next(page.NextToken);
        }
        while (token is not null);
    }
}

/// <summary>The tokens of a listing's pages, to end a listing that goes in circles. Takes 16 to 32 bytes per page.</summary>
internal sealed class PageTokens
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>The next page's token.</summary>
    /// <param name="next">The token on the page; null if it is the last one.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.UnexpectedResponse"/>: an earlier page had the same token.</exception>
    public string? Next(string? next) => next is null || _seen.Add(KeyOf(next)) ? next : throw new CognitoException(
        CognitoErrorKind.UnexpectedResponse,
        "The listing never ends: a page names an earlier page as the next one. The server at the endpoint URL is not Amazon Cognito.");

    private static UInt128 KeyOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
