namespace CognitoUnlink.Unlinking;

/// <summary>How to unlink.</summary>
public sealed record UnlinkOptions
{
    /// <summary>Unlink even when the user has no other way to sign in.</summary>
    public bool AllowLockout { get; init; }

    /// <summary>Read the user afterwards to see that the identity is gone; of SAML and OIDC identities that is done in any case.</summary>
    public bool Verify { get; init; }

    /// <summary>Revoke the user's tokens afterwards.</summary>
    public bool SignOut { get; init; }
}
