using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>
/// The request never names the user who loses the identity: provider, attribute and value decide.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html
/// </summary>
internal sealed class AdminDisableProviderForUser : Operation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.StringType, Required: true),
        new("User", Shapes.ProviderUserIdentifierType, Required: true));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var behavior = pool.Settings.Behavior;
        var key = ProviderUserInput.Read(call, "User");
        if (key.ProviderName == ProviderTypes.Native)
        {
            DeactivateNative(call, pool, key);
            return;
        }

        var provider = pool.FindProvider(key.ProviderName);
        if (provider is null && behavior.UnlinkFromUnknownProvider != UnknownProviderBehavior.Unlink)
        {
            throw behavior.UnlinkFromUnknownProvider == UnknownProviderBehavior.ResourceNotFound
                ? ServiceErrors.ProviderDoesNotExist(key.ProviderName)
                : ServiceErrors.InvalidParameter($"Identity provider {key.ProviderName} does not exist.");
        }

        if (provider is not null && ProviderTypes.IsSocial(provider.Type))
        {
            CheckAttribute(key, behavior);
        }

        if (pool.Users.FindByLink(key) is { } destination)
        {
            Unlink(call, pool, destination, key);
        }
        else if (behavior.UnlinkOwnProfile == OwnProfileBehavior.PreventSignIn && pool.Users.FindProfile(key) is { } profile)
        {
            profile.FederatedSignIn = false;
        }
        else
        {
            throw ServiceErrors.NotLinked();
        }
    }

    private static void Unlink(OperationCall call, Pool pool, User user, IdentityKey key)
    {
        var behavior = pool.Settings.Behavior;
        pool.BeforeChange(user, call.Now);
        var identity = pool.Users.Unlink(user, key);
        if (!behavior.LinkAfterSignIn && identity.SignedInSubject is not null)
        {
            pool.FormerSignIns.Add(identity.Key);
        }

        if (behavior.UnlinkSignsOut)
        {
            pool.SignOut(user, call.Now);
        }

        user.ShowsEmptyIdentities = behavior.LastIdentityUnlinked == LastIdentityBehavior.EmptyArray;
        pool.AfterChange(user, behavior.StatusAfterUnlink, behavior.EmailVerifiedAfterUnlink);
        if (behavior.UnlinkChangesLastModified)
        {
            user.LastModified = call.Now;
        }
    }

    private static void DeactivateNative(OperationCall call, Pool pool, IdentityKey key)
    {
        var behavior = pool.Settings.Behavior;
        CheckAttribute(key, behavior);
        var user = pool.Users.FindByUsername(key.Value) is { IsNative: true } found ? found : throw ServiceErrors.UserDoesNotExist();
        var deactivation = behavior.NativeDeactivation;
        if (deactivation == NativeDeactivation.Refuse || (deactivation == NativeDeactivation.RefuseWithoutIdentity && user.LinkCount == 0))
        {
            throw ServiceErrors.NativeUserCannotBeDeactivated();
        }

        pool.BeforeChange(user, call.Now);
        user.PasswordSignIn = false;
        user.Enabled &= deactivation != NativeDeactivation.DisableUser;
        pool.AfterChange(user, behavior.StatusAfterNativeDeactivation, behavior.EmailVerifiedAfterNativeDeactivation);
        user.LastModified = call.Now;
    }

    /// <summary>Native and social identities can be named by their subject only.</summary>
    private static void CheckAttribute(IdentityKey key, Behavior behavior)
    {
        if (key.AttributeName != IdentityKey.Subject)
        {
            throw behavior.UnlinkByWrongAttribute == WrongAttributeBehavior.NotLinked ? ServiceErrors.NotLinked() : ServiceErrors.UserNeedsSubject(key.ProviderName);
        }
    }
}

/// <summary>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html</summary>
internal sealed class AdminLinkProviderForUser : Operation
{
    private const int MaximumSourceLength = 128;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.StringType, Required: true),
        new("DestinationUser", Shapes.ProviderUserIdentifierType, Required: true),
        new("SourceUser", Shapes.ProviderUserIdentifierType, Required: true));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var source = ProviderUserInput.Read(call, "SourceUser");
        var provider = SourceProvider(pool, source);
        if (source.ProviderName.Length + source.AttributeName.Length + source.Value.Length > MaximumSourceLength)
        {
            throw ServiceErrors.SourceTooLong(MaximumSourceLength);
        }

        var destination = Destination(pool, ProviderUserInput.ReadDestination(call, "DestinationUser")) ?? throw ServiceErrors.UserDoesNotExist();

        if (pool.Users.FindByLink(source) is not null)
        {
            throw ServiceErrors.AlreadyLinked();
        }

        var subject = source with { AttributeName = IdentityKey.Subject };
        if ((!pool.Settings.Behavior.LinkBesideProfile && pool.Users.FindProfile(subject) is not null)
            || (!pool.Settings.Behavior.LinkAfterSignIn && pool.FormerSignIns.Contains(subject)))
        {
            throw ServiceErrors.MergingNotSupported();
        }

        if (destination.LinkCount >= UserStore.MaximumLinks)
        {
            throw ServiceErrors.TooManyIdentities(UserStore.MaximumLinks);
        }

        pool.BeforeChange(destination, call.Now);
        pool.Users.Link(destination, new Identity
        {
            ProviderName = provider.Name,
            ProviderType = provider.Type,
            AttributeName = source.AttributeName,
            Value = source.Value,
            Issuer = provider.Issuer,
            DateCreated = call.Now,
        });
        pool.AfterChange(destination, pool.Settings.Behavior.StatusAfterLink, pool.Settings.Behavior.EmailVerifiedAfterLink);
        destination.LastModified = call.Now;
    }

    private static StoredProvider SourceProvider(Pool pool, IdentityKey source)
    {
        if (source.ProviderName == ProviderTypes.Native)
        {
            throw ServiceErrors.NativeSource();
        }

        var provider = pool.FindProvider(source.ProviderName) ?? throw ServiceErrors.ProviderDoesNotExist(source.ProviderName);
        return ProviderTypes.IsSocial(provider.Type) && source.AttributeName != IdentityKey.Subject
            ? throw ServiceErrors.SocialSourceNeedsSubject(provider.Name)
            : provider;
    }

    /// <summary>A native user by username, or a federated profile by its subject.</summary>
    private static User? Destination(Pool pool, IdentityKey key) =>
        key.ProviderName != ProviderTypes.Native ? pool.Users.FindProfile(key)
        : pool.Users.FindByUsername(key.Value) is { IsNative: true } user ? user
        : null;
}

/// <summary>The model's ProviderUserIdentifierType, complete.</summary>
internal static class ProviderUserInput
{
    public static IdentityKey Read(OperationCall call, string member) => new(
        Text(call, member, "ProviderName") ?? throw ServiceErrors.IncompleteProviderUser(member),
        Text(call, member, "ProviderAttributeName") ?? throw ServiceErrors.IncompleteProviderUser(member),
        Text(call, member, "ProviderAttributeValue") ?? throw ServiceErrors.IncompleteProviderUser(member));

    /// <summary>
    /// For a destination, "the ProviderAttributeName is ignored", so it may be missing:
    /// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
    /// </summary>
    public static IdentityKey ReadDestination(OperationCall call, string member) => new(
        Text(call, member, "ProviderName") ?? throw ServiceErrors.IncompleteProviderUser(member),
        IdentityKey.Subject,
        Text(call, member, "ProviderAttributeValue") ?? throw ServiceErrors.IncompleteProviderUser(member));

    private static string? Text(OperationCall call, string member, string name) =>
        call.Member(member)!.Value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } found
            ? found
            : null;
}
