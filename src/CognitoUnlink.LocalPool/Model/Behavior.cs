namespace CognitoUnlink.LocalPool.Model;

/// <summary>
/// What the service is not known to do for certain. Each switch is an assumption with its default, listed in
/// docs/local-pool-differences.md.
/// </summary>
internal sealed record Behavior
{
    public UnknownProviderBehavior UnlinkFromUnknownProvider { get; init; }

    public NativeDeactivation NativeDeactivation { get; init; }

    public NativeReactivation NativeReactivation { get; init; }

    public WrongAttributeBehavior UnlinkByWrongAttribute { get; init; }

    public LastIdentityBehavior LastIdentityUnlinked { get; init; }

    public OwnProfileBehavior UnlinkOwnProfile { get; init; }

    /// <summary>Whether an identity that has its own profile can be linked all the same.</summary>
    public bool LinkBesideProfile { get; init; }

    /// <summary>Whether an identity that signed in through a link can be linked again after it was unlinked.</summary>
    public bool LinkAfterSignIn { get; init; } = true;

    public SignedInUserId SignedInUserId { get; init; }

    public bool UnlinkChangesLastModified { get; init; } = true;

    /// <summary>Whether unlinking revokes tokens as AdminUserGlobalSignOut does.</summary>
    public bool UnlinkSignsOut { get; init; }

    /// <summary>How long ListUsers and ListUsersInGroup show users as they were before a change.</summary>
    public int ListLagMilliseconds { get; init; }

    /// <summary>ListUsers answers pages shorter than Limit, some of them empty, as the service may.</summary>
    public bool ShortPages { get; init; }
}
