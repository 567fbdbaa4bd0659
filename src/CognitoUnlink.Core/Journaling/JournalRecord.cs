using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>One line of a journal. It never contains credentials, provider details or other attributes.</summary>
public sealed record JournalRecord
{
    /// <summary>When it happened, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The id of the run.</summary>
    public required string Run { get; init; }

    /// <summary>What happened.</summary>
    public required JournalEvent Event { get; init; }

    /// <summary>The journal's format number; on the line that begins a run. Null in journals of version 0.1.</summary>
    public int? Format { get; init; }

    /// <summary>Where it happened, according to earlier lines of its run; null if they do not say, as in journals of version 0.1.</summary>
    public Place? Place { get; init; }

    /// <summary>Who made the run; on a line of its own. Null on all others, and in journals of earlier versions.</summary>
    public RunCaller? Caller { get; init; }

    /// <summary>The user pool; null on a run's own lines.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The user; null when only provider and subject were given.</summary>
    public string? Username { get; init; }

    /// <summary>The <c>sub</c> of the user; null if no user was read, and in journals of earlier versions.</summary>
    public string? Sub { get; init; }

    /// <summary>The provider's exact name; null on a run's own lines.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The provider's type, when known.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The attribute name of the request; null on a run's own lines.</summary>
    public string? ProviderAttributeName { get; init; }

    /// <summary>The subject, NameID or linked value, verbatim; null on a run's own lines.</summary>
    public string? ProviderAttributeValue { get; init; }

    /// <summary>The user's whole attribute <c>identities</c> as it was before the request, verbatim; on intents.</summary>
    public string? Identities { get; init; }

    /// <summary>The id of the request that the service accepted.</summary>
    public string? RequestId { get; init; }

    /// <summary>How many requests were sent.</summary>
    public int? Attempts { get; init; }

    /// <summary>The reason, if any.</summary>
    public string? Reason { get; init; }

    /// <summary>The stable id of the error, if there was one; see <see cref="Errors.ErrorAdvice.For"/>.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How many of the <see cref="Attempts"/> the service throttled; null for none, and in journals of earlier versions.</summary>
    public int? Throttled { get; init; }

    /// <summary>How the user can sign in once the identity is gone: Password, Federated or None; null when not known.</summary>
    public string? SignInAfterUnlink { get; init; }

    /// <summary>How the user's password can be reset: VerifiedEmail, VerifiedPhone or None; null when not known.</summary>
    public string? Recovery { get; init; }

    /// <summary>Whether the user was signed out after the unlink; null when not, and in journals of earlier versions.</summary>
    public bool? SignedOut { get; init; }

    /// <summary>The id of the app client; on lines about one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The name of the app client, when known.</summary>
    public string? ClientName { get; init; }

    /// <summary>The providers that the app client offered before the request, a JSON array as the service returned it; on intents.</summary>
    public string? ProvidersBefore { get; init; }

    /// <summary>The run's settings; on the line that begins a run.</summary>
    public RunSettings? Settings { get; init; }

    /// <summary>The run's totals; on the line that ends a run.</summary>
    public RunTotals? Totals { get; init; }
}

/// <summary>An item in 16 bytes: half of a SHA-256, so that no subject can be forged to pass for another.</summary>
internal readonly record struct JournalItemKey(ulong First, ulong Second)
{
    /// <summary>The key of the item that the record is about.</summary>
    public static JournalItemKey Of(JournalRecord record) =>
        Of(new JournalItem(record.UserPoolId!, record.Username, record.ProviderName!, record.ProviderAttributeValue!));

    public static JournalItemKey Of(JournalItem item)
    {
        // With the lengths in front, no two items have the same text, whatever characters they contain.
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{item.UserPoolId.Length} {item.Username?.Length ?? -1} {item.ProviderName.Length} {item.UserPoolId}{item.Username}{item.ProviderName}{item.ProviderAttributeValue}");
        Span<ulong> hash = stackalloc ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), MemoryMarshal.AsBytes(hash));
        return new JournalItemKey(hash[0], hash[1]);
    }

    /// <summary>A user's <c>sub</c> in 8 bytes; 0 for none.</summary>
    public static ulong OfSub(string? sub) => sub is null ? 0 : Of(new JournalItem(string.Empty, null, string.Empty, sub)).First;

    public override int GetHashCode() => (int)First;
}

/// <summary>Identifies an item of a journal. Everything is case-sensitive.</summary>
/// <param name="UserPoolId">The user pool.</param>
/// <param name="Username">The user; null when only provider and subject were given.</param>
/// <param name="ProviderName">The provider's name.</param>
/// <param name="ProviderAttributeValue">The subject, NameID or linked value. The attribute's name does not count, since a run may find another that works.</param>
public readonly record struct JournalItem(string UserPoolId, string? Username, string ProviderName, string ProviderAttributeValue);
