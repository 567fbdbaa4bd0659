using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.Input;

/// <summary>
/// One of the shards that a plan or a pool is split into. A user is in the shard that the first 8 bytes of the SHA-256 of the
/// username in UTF-8, as a big-endian number, modulo their number, tell: the same on every machine and in every version.
/// </summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Count">How many there are.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>The most shards that there can be.</summary>
    public const int Most = 1000;

    /// <summary>Reads, for instance, 2/4.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shard">The shard.</param>
    /// <returns>False when the text names none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Shard? shard)
    {
        shard = text.Split('/') is [var k, var n]
            && int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && number >= 1 && number <= count && count <= Most
                ? new Shard(number, count)
                : null;
        return shard is not null;
    }

    /// <summary>Whether a user is in it. All that a user has is in one shard, since the lock-out guard looks at one run.</summary>
    /// <param name="username">The username, exact in case.</param>
    public bool Has(string username)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(username), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Count == (ulong)(Number - 1);
    }

    /// <summary>Whether what a row says is in it: by its user, or where it names none by its pool, provider and value. The user's name is taken for the username.</summary>
    /// <param name="row">The row.</param>
    public bool Has(RowMeaning row) =>
        Has(row.Username ?? string.Join('\0', row.UserPoolId, row.Identity?.ProviderName, row.Identity?.ProviderAttributeValue));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
