using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Identities;

/// <summary>
/// Reads the attribute <c>identities</c>: a JSON array as text, whose booleans and numbers may be strings.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html"/>
/// </summary>
public static class IdentitiesReader
{
    private static readonly RepeatedText s_providers = new();

    /// <summary>The entries of a user.</summary>
    /// <param name="user">The user.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>, naming the user.</exception>
    public static IReadOnlyList<IdentityEntry> Read(CognitoUser user)
    {
        if (string.IsNullOrWhiteSpace(user.Identities))
        {
            return [];
        }

        if (user.Entries is IReadOnlyList<IdentityEntry> read)
        {
            return read;
        }

        try
        {
            using var document = JsonDocument.Parse(user.Identities);
            IReadOnlyList<IdentityEntry> entries = document.RootElement.ValueKind switch
            {
                JsonValueKind.Array => ReadEntries(document.RootElement),
                JsonValueKind.Null => [],
                _ => throw new FormatException("it is not a JSON array"),
            };
            user.Entries = entries;
            return entries;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new UnlinkException(
                ErrorId.MalformedIdentities,
                $"The attribute 'identities' of user '{user.Username}' cannot be read: {problem.Message.TrimEnd('.')}. Nothing was changed for this user.",
                problem);
        }
    }

    /// <summary>Whether the user has the identity with that provider and subject; both case-sensitive.</summary>
    /// <param name="user">The user.</param>
    /// <param name="providerName">The provider's name.</param>
    /// <param name="subject">The subject.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>, naming the user.</exception>
    public static bool Has(CognitoUser user, string providerName, string subject) =>
        Read(user).Any(entry => entry.Is(providerName, subject));

    private static IdentityEntry[] ReadEntries(JsonElement list)
    {
        var entries = new IdentityEntry[list.GetArrayLength()];
        var count = 0;
        foreach (var entry in list.EnumerateArray())
        {
            entries[count++] = ReadEntry(entry);
        }

        return entries;
    }

    private static IdentityEntry ReadEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"an entry is {entry.ValueKind}, not an object");
        }

        string? userId = null, providerName = null, providerType = null, issuer = null;
        bool? primary = null;
        DateTime? dateCreated = null;
        foreach (var field in entry.EnumerateObject())
        {
            if (field.NameEquals("userId"u8))
            {
                userId = Text(field.Value);
            }
            else if (field.NameEquals("providerName"u8))
            {
                providerName = Repeated(field.Value);
            }
            else if (field.NameEquals("providerType"u8))
            {
                providerType = Repeated(field.Value);
            }
            else if (field.NameEquals("issuer"u8))
            {
                issuer = Repeated(field.Value);
            }
            else if (field.NameEquals("primary"u8))
            {
                primary = Boolean(field.Value);
            }
            else if (field.NameEquals("dateCreated"u8))
            {
                dateCreated = Date(field.Value);
            }
        }

        return new IdentityEntry
        {
            UserId = NotEmpty(userId, "userId"),
            ProviderName = NotEmpty(providerName, "providerName"),
            ProviderType = providerType,
            Issuer = issuer,
            Primary = primary,
            DateCreated = dateCreated,
        };
    }

    private static string NotEmpty(string? value, string field) =>
        string.IsNullOrEmpty(value) ? throw new FormatException($"an entry has no {field}") : value;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    private static string? Repeated(JsonElement value) => value.ValueKind == JsonValueKind.String ? s_providers.Of(value) : Text(value);

    private static bool? Boolean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => bool.TryParse(Text(value), out var flag) ? flag : null,
    };

    private static DateTime? Date(JsonElement value)
    {
        if (!(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var milliseconds)) && !double.TryParse(Text(value), System.Globalization.CultureInfo.InvariantCulture, out milliseconds))
        {
            return null;
        }

        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).UtcDateTime
            : null;
    }
}

/// <summary>One entry of a user's attribute <c>identities</c>, verbatim.</summary>
public sealed record IdentityEntry
{
    /// <summary>The subject, NameID, or the value of the attribute that the link was made with.</summary>
    public required string UserId { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>SAML, OIDC, Facebook, Google, LoginWithAmazon or SignInWithApple; null if not specified.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The issuer; null if not specified.</summary>
    public string? Issuer { get; init; }

    /// <summary>True for a federated profile's own identity, false for a link; null if not specified.</summary>
    public bool? Primary { get; init; }

    /// <summary>When the identity was made, UTC; null if not specified.</summary>
    public DateTime? DateCreated { get; init; }

    /// <summary>Whether this is the identity with that provider and subject; both case-sensitive.</summary>
    /// <param name="providerName">The provider's name.</param>
    /// <param name="subject">The subject.</param>
    public bool Is(string providerName, string subject) => ProviderName == providerName && UserId == subject;
}
