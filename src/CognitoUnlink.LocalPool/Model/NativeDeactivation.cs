namespace CognitoUnlink.LocalPool.Model;

/// <summary>AdminDisableProviderForUser for {Cognito, Cognito_Subject, username}.</summary>
internal enum NativeDeactivation
{
    /// <summary>Only <c>passwordSignIn</c> of the snapshot becomes false.</summary>
    Record,

    /// <summary>The user is disabled as well.</summary>
    DisableUser,

    /// <summary>InvalidParameterException.</summary>
    Refuse,

    /// <summary>InvalidParameterException for a user without a linked identity, else as Record.</summary>
    RefuseWithoutIdentity,
}
