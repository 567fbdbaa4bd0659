namespace CognitoUnlink.LocalPool.Model;

/// <summary>
/// What the service is not known to do for certain. Each switch is an assumption with its default, listed in
/// docs/local-pool-differences.md.
/// </summary>
internal sealed record Behavior
{
    public UnknownProviderBehavior UnlinkFromUnknownProvider { get; init; }

    public NativeDeactivation NativeDeactivation { get; init; }

    public LastIdentityBehavior LastIdentityUnlinked { get; init; }

    public OwnProfileBehavior UnlinkOwnProfile { get; init; }

    /// <summary>Whether an identity that has its own profile can be linked all the same.</summary>
    public bool LinkBesideProfile { get; init; }

    public SignedInUserId SignedInUserId { get; init; }

    public bool UnlinkChangesLastModified { get; init; } = true;

    /// <summary>ListUsers answers pages shorter than Limit, some of them empty, as the service may.</summary>
    public bool ShortPages { get; init; }
}
