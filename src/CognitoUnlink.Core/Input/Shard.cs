using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.Input;

/// <summary>
/// One of the shards that a plan or a pool is split into. A user's shard is the first 8 bytes of the SHA-256 of the username
/// in UTF-8, as a big-endian number, modulo the number of shards: the same on every machine and in every version.
/// </summary>
/// <param name="Number">The number of this shard, from 1.</param>
/// <param name="Count">How many there are.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>The maximum number of shards.</summary>
    public const int Most = 1000;

    /// <summary>Parses a text such as 2/4.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shard">The shard.</param>
    /// <returns>False if the text is not a shard.</returns>
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

    /// <summary>Whether a user is in it. All identities of a user are in one shard, since the lock-out guard sees only one run.</summary>
    /// <param name="username">The username, case-sensitive.</param>
    public bool Has(string username)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(username), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Count == (ulong)(Number - 1);
    }

    /// <summary>Whether a row is in it: by its user or, if it names none, by its pool, provider and value. The user's name is taken as the username.</summary>
    /// <param name="row">The row.</param>
    public bool Has(RowMeaning row) =>
        Has(row.Username ?? string.Join('\0', row.UserPoolId, row.Identity?.ProviderName, row.Identity?.ProviderAttributeValue));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
