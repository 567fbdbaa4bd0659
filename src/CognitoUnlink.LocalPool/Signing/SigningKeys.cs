using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.LocalPool.Signing;

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
