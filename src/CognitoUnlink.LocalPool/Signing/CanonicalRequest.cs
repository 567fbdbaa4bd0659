using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.LocalPool.Signing;

/// <summary>What a signature covers. Every operation is POST / without a query.</summary>
internal static class CanonicalRequest
{
    public static string Hash(NameValueCollection headers, IReadOnlyList<string> signedHeaders, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder("POST\n/\n\n", 512);
        foreach (var name in signedHeaders)
        {
            text.Append(name).Append(':').Append(Canonical(headers[name] ?? "")).Append('\n');
        }

        text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(HexOfHash(body));
        return HexOfHash(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string HexOfHash(ReadOnlySpan<byte> data) => Hex.Lower(SHA256.HashData(data));

    /// <summary>Trimmed, runs of spaces made one.</summary>
    private static string Canonical(string value) =>
        value.Contains("  ", StringComparison.Ordinal) || value.StartsWith(' ') || value.EndsWith(' ')
            ? string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : value;
}
