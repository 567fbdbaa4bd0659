using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>A user profile. Its username, attributes and identities are changed through <see cref="UserStore"/>, which indexes them.</summary>
internal sealed class User(string username, string sub)
{
    private const int HashLength = 32;

    // Few rounds, because a run may set the passwords of a whole pool.
    private const int Rounds = 500;

    // An array, because most of a million users have one entry or none.
    private Identity[] _identities = [];

    public string Username { get; } = username;

    public string Sub { get; } = sub;

    public required string Status { get; set; }

    public bool Enabled { get; set; } = true;

    public required DateTime Created { get; init; }

    public required DateTime LastModified { get; set; }

    /// <summary>False after {Cognito, Cognito_Subject, username} was disabled.</summary>
    public bool PasswordSignIn { get; set; } = true;

    /// <summary>Null if nobody knows the password.</summary>
    public byte[]? PasswordHash { get; set; }

    /// <summary>False after the own identity of a federated profile was disabled.</summary>
    public bool FederatedSignIn { get; set; } = true;

    /// <summary>Deleted, but lists that lag may still show it.</summary>
    public bool Deleted { get; set; }

    /// <summary>When AdminUserGlobalSignOut was last called.</summary>
    public DateTime? SignedOut { get; set; }

    /// <summary>Whether <c>identities</c> is shown as <c>[]</c> when there are none.</summary>
    public bool ShowsEmptyIdentities { get; set; }

    public UserFactors Factors { get; set; } = UserFactors.Default;

    /// <summary>Without sub and identities.</summary>
    public AttributeList Attributes { get; private set; } = new();

    public IReadOnlyList<Identity> Identities => _identities;

    public Identity? OwnIdentity => Array.Find(_identities, static identity => identity.Primary);

    public bool IsNative => OwnIdentity is null;

    public int LinkCount => _identities.Count(static identity => !identity.Primary);

    public void SetPassword(string password) => PasswordHash = HashOf(password);

    public bool HasPassword(string password) => PasswordHash is { } hash && CryptographicOperations.FixedTimeEquals(hash, HashOf(password));

    /// <summary>A snapshot that later changes do not touch.</summary>
    public User Copy()
    {
        var copy = (User)MemberwiseClone();
        copy.Attributes = Attributes.Copy();
        return copy;
    }

    // The sub as salt, so that a snapshot is the same each time.
    private byte[] HashOf(string password) => Rfc2898DeriveBytes.Pbkdf2(password, Encoding.UTF8.GetBytes(Sub), Rounds, HashAlgorithmName.SHA256, HashLength);

    internal void AddIdentity(Identity identity) => _identities = [.. _identities, identity];

    internal void ReplaceIdentity(Identity identity, Identity replacement) =>
        _identities = [.. _identities.Select(other => other == identity ? replacement : other)];

    internal void RemoveIdentity(Identity identity) => _identities = [.. _identities.Where(other => other != identity)];
}

/// <summary>The user's own sign-in factors, apart from identities.</summary>
internal sealed record UserFactors
{
    /// <summary>Shared by all users with nothing set.</summary>
    public static readonly UserFactors Default = new();

    /// <summary>PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN; null for the default, which is a password for those who have one.</summary>
    public IReadOnlyList<string>? SignIn { get; init; }

    /// <summary>SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP.</summary>
    public IReadOnlyList<string> Mfa { get; init; } = [];

    public string? PreferredMfa { get; init; }
}

internal static class UserStatuses
{
    public const string Confirmed = "CONFIRMED";
    public const string Unconfirmed = "UNCONFIRMED";
    public const string ForceChangePassword = "FORCE_CHANGE_PASSWORD";
    public const string ResetRequired = "RESET_REQUIRED";
    public const string ExternalProvider = "EXTERNAL_PROVIDER";

    public static readonly string[] All =
        [Unconfirmed, Confirmed, "ARCHIVED", "COMPROMISED", "UNKNOWN", ResetRequired, ForceChangePassword, ExternalProvider];
}

/// <summary>A few name-value pairs in the order they were set. An array, because a million dictionaries would take far more memory.</summary>
internal sealed class AttributeList : IEnumerable<KeyValuePair<string, string>>
{
    private KeyValuePair<string, string>[] _items = [];

    public string? this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? null : _items[index].Value;
        }
        set
        {
            var index = IndexOf(name);
            if (value is null)
            {
                _items = index < 0 ? _items : [.. _items[..index], .. _items[(index + 1)..]];
            }
            else if (index < 0)
            {
                _items = [.. _items, new(string.IsInterned(name) ?? name, value)];
            }
            else
            {
                _items[index] = new(_items[index].Key, value);
            }
        }
    }

    /// <summary>Replaces all pairs; the names must be distinct.</summary>
    public void Fill(params KeyValuePair<string, string>[] items) => _items = items;

    public AttributeList Copy() => new() { _items = [.. _items] };

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name) => Array.FindIndex(_items, item => item.Key == name);
}

/// <summary>One entry of a user's <c>identities</c>: the profile's own one (primary), or one that was linked to it.</summary>
internal sealed record Identity
{
    public required string ProviderName { get; init; }

    public required string ProviderType { get; init; }

    /// <summary>The attribute it was linked by, which <c>identities</c> does not show.</summary>
    public required string AttributeName { get; init; }

    /// <summary>The value it was linked by.</summary>
    public required string Value { get; init; }

    /// <summary>The NameID or sub that the provider sent at the first sign-in; null before any.</summary>
    public string? SignedInSubject { get; init; }

    public string? Issuer { get; init; }

    public bool Primary { get; init; }

    public required DateTime DateCreated { get; init; }

    /// <summary>
    /// The only name under which it can be unlinked: a SAML identity answers to what it was linked by until the person
    /// signs in with it, then to its NameID.
    /// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html
    /// </summary>
    public IdentityKey Key => SignedInSubject is { } subject
        ? new(ProviderName, IdentityKey.Subject, subject)
        : new(ProviderName, AttributeName, Value);
}

/// <summary>What AdminDisableProviderForUser names: compared exactly, case included.</summary>
internal readonly record struct IdentityKey(string ProviderName, string AttributeName, string Value)
{
    public const string Subject = "Cognito_Subject";
}
