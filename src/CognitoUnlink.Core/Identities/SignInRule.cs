namespace CognitoUnlink.Identities;

/// <summary>What sign-in a user keeps. A disabled user is judged as if enabled, since that can be turned back.</summary>
public static class SignInRule
{
    /// <summary>After an external identity is unlinked.</summary>
    /// <param name="userStatus">The user's status. FORCE_CHANGE_PASSWORD cannot reset the password: the service answers "User password cannot be reset in the current state".</param>
    /// <param name="remaining">How many identities remain.</param>
    public static SignInAfterUnlink AfterUnlink(string? userStatus, int remaining) => userStatus switch
    {
        "CONFIRMED" or "RESET_REQUIRED" => SignInAfterUnlink.Password,
        _ when remaining > 0 => SignInAfterUnlink.Federated,
        "FORCE_CHANGE_PASSWORD" or "UNCONFIRMED" or "EXTERNAL_PROVIDER" => SignInAfterUnlink.None,
        _ => SignInAfterUnlink.Unknown,
    };

    /// <summary>After the native sign-in is deactivated: the password is gone whatever the status.</summary>
    /// <param name="remaining">How many identities remain.</param>
    public static SignInAfterUnlink AfterNativeDeactivation(int remaining) =>
        remaining > 0 ? SignInAfterUnlink.Federated : SignInAfterUnlink.None;
}
