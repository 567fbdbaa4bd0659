using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CognitoUnlink.Journaling;

/// <summary>Stands for an item in 16 bytes. Half of a SHA-256, so that nobody can choose a subject to be taken for another.</summary>
internal readonly record struct JournalItemKey(ulong First, ulong Second)
{
    /// <summary>The key of the item that the record is about.</summary>
    public static JournalItemKey Of(JournalRecord record) =>
        Of(new JournalItem(record.UserPoolId!, record.Username, record.ProviderName!, record.ProviderAttributeValue!));

    public static JournalItemKey Of(JournalItem item)
    {
        // With the lengths before it, no two items have one text, whatever characters they have.
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{item.UserPoolId.Length} {item.Username?.Length ?? -1} {item.ProviderName.Length} {item.UserPoolId}{item.Username}{item.ProviderName}{item.ProviderAttributeValue}");
        Span<ulong> hash = stackalloc ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), MemoryMarshal.AsBytes(hash));
        return new JournalItemKey(hash[0], hash[1]);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)First;
}

/// <summary>What tells one item of a journal from another. Everything is exact in case.</summary>
/// <param name="UserPoolId">The user pool.</param>
/// <param name="Username">The user; null when only provider and subject were given.</param>
/// <param name="ProviderName">The provider's name.</param>
/// <param name="ProviderAttributeValue">The subject, NameID or linked value. The attribute's name does not count, since a run may find another that works.</param>
public readonly record struct JournalItem(string UserPoolId, string? Username, string ProviderName, string ProviderAttributeValue);
