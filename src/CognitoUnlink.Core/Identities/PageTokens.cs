using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Identities;

/// <summary>The tokens of a listing's pages, so that one that goes in circles comes to an end. It takes 16 to 32 bytes a page.</summary>
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
