namespace CognitoUnlink.Unlinking;

/// <summary>How to unlink.</summary>
public sealed record UnlinkOptions
{
    /// <summary>Unlink even when the user has no other way to sign in.</summary>
    public bool AllowLockout { get; init; }

    /// <summary>Unlink even when the user's password cannot be reset without an administrator. <see cref="AllowLockout"/> implies it.</summary>
    public bool AllowNoRecovery { get; init; }

    /// <summary>
    /// Before a user is refused for want of a way in, ask whether they have a passkey or a one-time code, which then counts as one. Each time
    /// that is a request, which bills like a read.
    /// </summary>
    public bool CheckFactors { get; init; }

    /// <summary>
    /// Link an identity again at once when a read after its unlink shows that another change meanwhile left the user without a way in. Not with
    /// <see cref="AllowLockout"/>.
    /// </summary>
    public bool Repair { get; init; }

    /// <summary>Read the user afterwards to see that the identity is gone; of SAML and OIDC identities that is done in any case.</summary>
    public bool Verify { get; init; }

    /// <summary>Revoke the user's tokens afterwards.</summary>
    public bool SignOut { get; init; }
}
