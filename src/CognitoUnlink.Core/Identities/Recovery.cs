using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

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
/// Tells how a user's password can be reset.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountRecoverySettingType.html"/>
/// </summary>
public static class RecoveryRule
{
    private const string Email = "verified_email";
    private const string Phone = "verified_phone_number";
    private const string AdministratorsOnly = "admin_only";

    // What a pool without the setting does: by SMS if it can, else by e-mail.
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

        var isKnown = true;
        foreach (var mechanism in mechanisms.Count == 0 ? s_withoutSetting : mechanisms)
        {
            var (recovery, isVerified) = mechanism switch
            {
                Email => (Recovery.VerifiedEmail, user.HasVerifiedEmail),
                Phone => (Recovery.VerifiedPhone, user.HasVerifiedPhone),
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

    /// <summary>Whether nobody in the pool can reset a password without an administrator.</summary>
    /// <param name="pool">The pool's settings; null when they cannot be read.</param>
    public static bool IsForAdministratorsOnly(UserPool? pool) => pool?.RecoveryMechanisms is { Count: > 0 } mechanisms && mechanisms.All(mechanism => mechanism == AdministratorsOnly);
}
