namespace CognitoUnlink.Identities;

/// <summary>How a user can sign in once an identity is gone.</summary>
public enum SignInAfterUnlink
{
    /// <summary>The user's status does not tell.</summary>
    Unknown,

    /// <summary>With a password, or by resetting it.</summary>
    Password,

    /// <summary>With another linked identity.</summary>
    Federated,

    /// <summary>Not at all.</summary>
    None,
}
