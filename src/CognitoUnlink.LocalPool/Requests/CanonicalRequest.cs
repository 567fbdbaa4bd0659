using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.LocalPool.Requests;

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

/// <summary>Signing keys of the known secret, by date and region; few are needed, and each costs four hashes.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html</remarks>
internal sealed class SigningKeys(string secretKey)
{
    private const int Maximum = 100;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public byte[] For(AuthorizationHeader header)
    {
        if (_keys.Count > Maximum)
        {
            _keys.Clear();
        }

        return _keys.GetOrAdd(header.Scope, _ => Derive(header));
    }

    private byte[] Derive(AuthorizationHeader header)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in (string[])[header.Date, header.Region, header.Service, header.Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }
}

internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    public static string Lower(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length * 2];
        for (var index = 0; index < bytes.Length; index++)
        {
            characters[index * 2] = Digits[bytes[index] >> 4];
            characters[(index * 2) + 1] = Digits[bytes[index] & 0xF];
        }

        return new string(characters);
    }
}
