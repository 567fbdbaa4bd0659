using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>How a user can sign in once an identity is gone.</summary>
public enum SignInAfterUnlink
{
    /// <summary>The user's status does not show it.</summary>
    Unknown,

    /// <summary>With a password. Whether the person knows it is not known; <see cref="Recovery"/> says how it can be reset.</summary>
    Password,

    /// <summary>With another linked identity.</summary>
    Federated,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>With a passkey or a one-time code, which a run counts only on request.</summary>
    Passwordless,
}

/// <summary>Which sign-in a user keeps. A disabled user is judged as if enabled, since that can be reversed.</summary>
public static class SignInRule
{
    /// <summary>The sign-in after an external identity is unlinked.</summary>
    /// <param name="userStatus">The user's status. FORCE_CHANGE_PASSWORD cannot reset the password: the service answers "User password cannot be reset in the current state".</param>
    /// <param name="remaining">How many identities remain that the user can sign in with.</param>
    /// <param name="recovery">How a password can be reset.</param>
    public static SignInAfterUnlink AfterUnlink(string? userStatus, int remaining, Recovery recovery)
    {
        var withoutPassword = WithoutPassword(remaining);
        return userStatus switch
        {
            "CONFIRMED" when recovery != Recovery.None || remaining == 0 => SignInAfterUnlink.Password,
            "RESET_REQUIRED" when recovery != Recovery.None => SignInAfterUnlink.Password,
            "CONFIRMED" or "RESET_REQUIRED" or "FORCE_CHANGE_PASSWORD" or "UNCONFIRMED" or "EXTERNAL_PROVIDER" => withoutPassword,
            _ => SignInAfterUnlink.Unknown,
        };
    }

    /// <summary>Whether a status shows how its users can sign in.</summary>
    /// <param name="userStatus">The user's status.</param>
    internal static bool Knows(string? userStatus) => AfterUnlink(userStatus, remaining: 0, Recovery.None) != SignInAfterUnlink.Unknown;

    /// <summary>The sign-in if there is no password sign-in, or no longer, whatever the status says.</summary>
    /// <param name="remaining">How many identities remain that the user can sign in with.</param>
    public static SignInAfterUnlink WithoutPassword(int remaining) =>
        remaining > 0 ? SignInAfterUnlink.Federated : SignInAfterUnlink.None;
}

/// <summary>How a password that the person never knew, or forgot, can be reset.</summary>
public enum Recovery
{
    /// <summary>The user's attributes or the pool's settings are not known.</summary>
    Unknown,

    /// <summary>With a code that is sent to the verified e-mail address.</summary>
    VerifiedEmail,

    /// <summary>With a code that is sent to the verified phone number.</summary>
    VerifiedPhone,

    /// <summary>By an administrator only.</summary>
    None,
}

/// <summary>
/// Determines how a user's password can be reset.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountRecoverySettingType.html"/>,
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html#CognitoUserPools-CreateUserPool-request-AccountRecoverySetting"/>
/// </summary>
public static class RecoveryRule
{
    private const string Email = "verified_email";
    private const string Phone = "verified_phone_number";
    private const string AdministratorsOnly = "admin_only";

    // The service's default: by SMS if possible, else by e-mail.
    private static readonly string[] s_withoutSetting = [Phone, Email];

    /// <summary>How the password can be reset.</summary>
    /// <param name="user">The user.</param>
    /// <param name="pool">The pool's settings; null when they cannot be read.</param>
    public static Recovery Of(CognitoUser user, UserPool? pool)
    {
        if (pool?.RecoveryMechanisms is not { } mechanisms)
        {
            return Recovery.Unknown;
        }

        // With the setting, what sends the code for the second factor cannot reset the password as well.
        var hasSetting = mechanisms.Count > 0;
        var isKnown = true;
        foreach (var mechanism in hasSetting ? mechanisms : s_withoutSetting)
        {
            var (recovery, isVerified) = mechanism switch
            {
                Email => (Recovery.VerifiedEmail, hasSetting && user.HasEmailMfa == true ? false : user.HasVerifiedEmail),
                Phone => (Recovery.VerifiedPhone, hasSetting && user.HasSmsMfa == true ? false : user.HasVerifiedPhone),
                AdministratorsOnly => (Recovery.None, false),
                _ => (Recovery.Unknown, null),
            };
            if (isVerified == true)
            {
                return recovery;
            }

            isKnown &= isVerified is not null;
        }

        return isKnown ? Recovery.None : Recovery.Unknown;
    }

    /// <summary>Whether only administrators can reset a password in the pool.</summary>
    /// <param name="pool">The pool's settings; null when they cannot be read.</param>
    public static bool IsForAdministratorsOnly(UserPool? pool) => pool?.RecoveryMechanisms is { Count: > 0 } mechanisms && mechanisms.All(mechanism => mechanism == AdministratorsOnly);
}

/// <summary>A user pool's settings for ways to sign in; read once per run.</summary>
/// <param name="Pool">Its settings; null when they cannot be read.</param>
/// <param name="ProviderNames">The exact names of its identity providers; null when they cannot be listed.</param>
public sealed record SignInSettings(UserPool? Pool, IReadOnlyList<string>? ProviderNames)
{
    /// <summary>A pool about which nothing is known.</summary>
    public static SignInSettings Unknown { get; } = new(null, null);

    /// <summary>Whether a provider can be used to sign in: a deleted one cannot.</summary>
    /// <param name="providerName">The provider's exact name.</param>
    public bool CanSignInBy(string providerName) => ProviderNames?.Contains(providerName, StringComparer.Ordinal) != false;

    /// <summary>How a user with these identities can sign in.</summary>
    /// <param name="user">The user.</param>
    /// <param name="identities">The identities that count.</param>
    /// <param name="hasPassword">Whether the password sign-in counts, if the user's status allows it.</param>
    public SignInAfterUnlink SignInWith(CognitoUser user, IEnumerable<IdentityEntry> identities, bool hasPassword)
    {
        var usable = identities.Count(entry => CanSignInBy(entry.ProviderName));
        return hasPassword ? SignInRule.AfterUnlink(user.UserStatus, usable, RecoveryRule.Of(user, Pool)) : SignInRule.WithoutPassword(usable);
    }
}
