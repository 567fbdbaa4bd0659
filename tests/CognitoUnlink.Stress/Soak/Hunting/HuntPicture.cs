using System.Text.Json;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>
/// A snapshot, and the hunt's own rules about who can sign in. They are written from the service's rules and share no code with the guards, because a
/// mistake that both shared would not be found.
/// </summary>
internal sealed class HuntPicture
{
    private readonly HashSet<string> _providers;
    private readonly List<string> _recovery;

    public HuntPicture(byte[] snapshot)
    {
        using var document = JsonDocument.Parse(snapshot);
        var pool = document.RootElement.GetProperty("pools")[0];
        _providers = Items(pool, "identityProviders").Select(provider => provider.GetProperty("name").GetString()!).ToHashSet(StringComparer.Ordinal);
        _recovery = pool.TryGetProperty("configuration", out var configuration) && configuration.TryGetProperty("AccountRecoverySetting", out var setting)
            ? [.. Items(setting, "RecoveryMechanisms").Select(mechanism => mechanism.GetProperty("Name").GetString()!)]
            : ["verified_phone_number", "verified_email"];
        IsCaseSensitive = !pool.TryGetProperty("caseSensitive", out var sensitive) || sensitive.GetBoolean();
        IsNamedByVerifiedEmail = Items(pool, "aliasAttributes").Any(name => name.GetString() == "email");
        IsNamedByEmail = Items(pool, "usernameAttributes").Any(name => name.GetString() == "email");
        Users = Items(pool, "users").Select(HuntUser.Of).ToDictionary(user => user.Username, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, HuntUser> Users { get; }

    public bool IsCaseSensitive { get; }

    public bool IsNamedByVerifiedEmail { get; }

    public bool IsNamedByEmail { get; }

    public IReadOnlySet<string> Providers => _providers;

    /// <summary>Whether a user can sign in, by the rules that the options of the round set.</summary>
    public bool CanSignIn(HuntUser user, HuntSetting setting) =>
        HasIdentity(user) || (user.PasswordSignIn && (HasUsefulPassword(user, setting.AllowNoRecovery) || (setting.CheckFactors && HasFactor(user))));

    /// <summary>Whether a user can sign in, even if only with a password that they know and cannot reset.</summary>
    public bool CanSignInAtAll(HuntUser user, HuntSetting setting) =>
        CanSignIn(user, setting) || (user.PasswordSignIn && user.Status == "CONFIRMED");

    public string Describe(HuntUser user)
    {
        var identities = user.Identities.Select(identity => $"{identity}{(_providers.Contains(identity.Provider) ? string.Empty : " (provider deleted)")}");
        return $"{user.Username}, {user.Status}, {(CanRecover(user) ? "can" : "cannot")} reset a password{(user.PasswordSignIn ? string.Empty : ", password sign-in deactivated")}, factors [{string.Join(", ", user.Factors)}], identities [{string.Join(", ", identities)}]";
    }

    private bool HasIdentity(HuntUser user) => user.Identities.Any(identity => _providers.Contains(identity.Provider));

    private bool HasUsefulPassword(HuntUser user, bool allowNoRecovery) => user.Status switch
    {
        "CONFIRMED" => allowNoRecovery || CanRecover(user),
        "RESET_REQUIRED" => CanRecover(user),
        _ => false,
    };

    private static bool HasFactor(HuntUser user) =>
        user.Status is "CONFIRMED" or "RESET_REQUIRED" or "FORCE_CHANGE_PASSWORD" && user.Factors.Any(factor => factor != "PASSWORD");

    private bool CanRecover(HuntUser user) =>
        (_recovery.Contains("verified_email") && user.HasVerifiedEmail) || (_recovery.Contains("verified_phone_number") && user.HasVerifiedPhone);

    internal static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];
}
