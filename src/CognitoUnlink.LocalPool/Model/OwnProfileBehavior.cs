namespace CognitoUnlink.LocalPool.Model;

/// <summary>AdminDisableProviderForUser for the own identity of a federated profile.</summary>
internal enum OwnProfileBehavior
{
    NotLinked,

    /// <summary>It succeeds and <c>federatedSignIn</c> of the snapshot becomes false.</summary>
    PreventSignIn,
}
