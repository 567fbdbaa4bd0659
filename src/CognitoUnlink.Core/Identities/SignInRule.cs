namespace CognitoUnlink.Identities;

/// <summary>How a user can sign in once an identity is gone.</summary>
public enum SignInAfterUnlink
{
    /// <summary>The user's status does not tell.</summary>
    Unknown,

    /// <summary>With a password. Whether the person knows it, nobody can tell; <see cref="Recovery"/> says how it can be reset.</summary>
    Password,

    /// <summary>With another linked identity.</summary>
    Federated,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>With a passkey or a one-time code, which a run counts only if it asks for them.</summary>
    Passwordless,
}

/// <summary>What sign-in a user keeps. A disabled user is judged as if enabled, since that can be turned back.</summary>
public static class SignInRule
{
    /// <summary>After an external identity is unlinked.</summary>
    /// <param name="userStatus">The user's status. FORCE_CHANGE_PASSWORD cannot reset the password: the service answers "User password cannot be reset in the current state".</param>
    /// <param name="remaining">How many identities remain by which the user can sign in.</param>
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

    /// <summary>Where there is no password sign-in, or none any more, whatever the status says.</summary>
    /// <param name="remaining">How many identities remain by which the user can sign in.</param>
    public static SignInAfterUnlink WithoutPassword(int remaining) =>
        remaining > 0 ? SignInAfterUnlink.Federated : SignInAfterUnlink.None;
}
