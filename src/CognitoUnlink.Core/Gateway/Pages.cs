using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>One page of a listing. It may be short or empty without being the last.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page's items.</param>
/// <param name="NextToken">The token of the next page; null after the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Reads listings.</summary>
internal static class Pages
{
    /// <summary>
    /// The most that a page of users, app clients, providers or pools may have.
    /// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html"/>
    /// </summary>
    public const int Largest = 60;

    /// <summary>What a listing has, page by page. No page is read before what is on the ones before it was taken.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="read">Reads the page of a token; the first one is null.</param>
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

/// <summary>The tokens of a listing's pages, so that a listing that goes in circles ends. Takes 16 to 32 bytes a page.</summary>
internal sealed class PageTokens
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>The next page's token.</summary>
    /// <param name="next">What the page says; null when it is the last one.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.UnexpectedResponse"/>: a page before said the same.</exception>
    public string? Next(string? next) => next is null || _seen.Add(KeyOf(next)) ? next : throw new CognitoException(
        CognitoErrorKind.UnexpectedResponse,
        "The listing goes in circles: a page names an earlier page as the next one. Whatever answers at the endpoint URL is not Amazon Cognito.");

    private static UInt128 KeyOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
