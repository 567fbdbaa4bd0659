namespace CognitoUnlink.LocalPool.Model;

/// <summary>AdminDisableProviderForUser for a provider that the pool does not have (any more).</summary>
internal enum UnknownProviderBehavior
{
    ResourceNotFound,

    InvalidParameter,

    /// <summary>A link that is still there is removed.</summary>
    Unlink,
}
