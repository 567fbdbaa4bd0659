using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

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
        var key = ProviderUser.Read(call, "User");
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

        user.SignedOut = behavior.UnlinkSignsOut ? call.Now : user.SignedOut;
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

    /// <summary>Native and social users go by their subject only.</summary>
    private static void CheckAttribute(IdentityKey key, Behavior behavior)
    {
        if (key.AttributeName != IdentityKey.Subject)
        {
            throw behavior.UnlinkByWrongAttribute == WrongAttributeBehavior.NotLinked ? ServiceErrors.NotLinked() : ServiceErrors.UserNeedsSubject(key.ProviderName);
        }
    }
}
