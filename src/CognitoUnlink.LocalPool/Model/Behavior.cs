namespace CognitoUnlink.LocalPool.Model;

/// <summary>
/// Behavior of the service that is not known for certain. Each switch is an assumption with its default, listed in
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

    /// <summary>Whether an identity that has its own profile can still be linked.</summary>
    public bool LinkBesideProfile { get; init; }

    /// <summary>Whether an identity that signed in through a link can be linked again after it was unlinked.</summary>
    public bool LinkAfterSignIn { get; set; } = true;

    public SignedInUserId SignedInUserId { get; init; }

    public StatusAfterChange StatusAfterLink { get; init; }

    public StatusAfterChange StatusAfterUnlink { get; init; }

    public StatusAfterChange StatusAfterNativeDeactivation { get; init; }

    public EmailVerifiedAfterChange EmailVerifiedAfterLink { get; init; }

    public EmailVerifiedAfterChange EmailVerifiedAfterUnlink { get; init; }

    public EmailVerifiedAfterChange EmailVerifiedAfterNativeDeactivation { get; init; }

    public LinkingTrigger LinkingTrigger { get; init; }

    public DeletedProviderLinks DeletedProviderLinks { get; init; }

    /// <summary>Whether a provider can be deleted while an app client names it.</summary>
    public bool DeleteProviderOfClient { get; set; } = true;

    public UnknownClientSettings UnknownClientSettings { get; init; }

    public bool UnlinkChangesLastModified { get; set; } = true;

    /// <summary>Whether unlinking revokes tokens as AdminUserGlobalSignOut does.</summary>
    public bool UnlinkSignsOut { get; init; }

    /// <summary>How long ListUsers and ListUsersInGroup show users as they were before a change.</summary>
    public int ListLagMilliseconds { get; init; }

    /// <summary>ListUsers answers pages shorter than Limit, some of them empty, as the service may.</summary>
    public bool ShortPages { get; init; }
}

/// <summary>AdminDisableProviderForUser for a provider that the pool does not have (any more).</summary>
internal enum UnknownProviderBehavior
{
    ResourceNotFound,

    InvalidParameter,

    /// <summary>A link that is still there is removed.</summary>
    Unlink,
}

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

/// <summary>What restores a deactivated native sign-in.</summary>
internal enum NativeReactivation
{
    Never,

    EnableUser,

    SetPassword,
}

/// <summary>AdminDisableProviderForUser for a native or social user by another attribute than Cognito_Subject.</summary>
internal enum WrongAttributeBehavior
{
    NotLinked,

    /// <summary>InvalidParameterException with a text about the attribute.</summary>
    InvalidParameter,
}

/// <summary>What is left of the attribute <c>identities</c> after its last entry is removed.</summary>
internal enum LastIdentityBehavior
{
    RemoveAttribute,

    EmptyArray,
}

/// <summary>AdminDisableProviderForUser for the own identity of a federated profile.</summary>
internal enum OwnProfileBehavior
{
    NotLinked,

    /// <summary>It succeeds and <c>federatedSignIn</c> of the snapshot becomes false.</summary>
    PreventSignIn,
}

/// <summary>What <c>identities</c> shows as userId after a sign-in through a link that was made by another attribute.</summary>
internal enum SignedInUserId
{
    Subject,

    LinkedValue,
}

/// <summary>The UserStatus of the user after a link, an unlink or a native deactivation.</summary>
internal enum StatusAfterChange
{
    Unchanged,

    ExternalProvider,

    Confirmed,

    ForceChangePassword,

    ResetRequired,
}

/// <summary>The attribute <c>email_verified</c> of the user after a link, an unlink or a native deactivation.</summary>
internal enum EmailVerifiedAfterChange
{
    Unchanged,

    /// <summary>It becomes "false".</summary>
    Unverified,

    /// <summary>The attribute is gone.</summary>
    Removed,
}

/// <summary>A PreSignUp trigger such as many pools have: what it does at a person's first sign-in through a provider.</summary>
internal enum LinkingTrigger
{
    None,

    /// <summary>Links the identity to the native user with the same e-mail address, verified or not.</summary>
    LinkByEmail,

    /// <summary>If there is no such user, also makes one first, with an unverified address and a password that nobody knows.</summary>
    LinkOrCreate,
}

/// <summary>The links of a provider after DeleteIdentityProvider.</summary>
internal enum DeletedProviderLinks
{
    /// <summary><c>identities</c> continues to show them.</summary>
    Kept,

    Removed,
}

/// <summary>Members of CreateUserPoolClient and UpdateUserPoolClient that the service's model does not have.</summary>
internal enum UnknownClientSettings
{
    /// <summary>Kept and shown, as by a service that is newer than the model.</summary>
    Kept,

    Ignored,

    /// <summary>InvalidParameterException.</summary>
    Refused,
}
