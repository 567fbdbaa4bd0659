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

        if (pool.FindProvider(key.ProviderName) is null && behavior.UnlinkFromUnknownProvider != UnknownProviderBehavior.Unlink)
        {
            throw behavior.UnlinkFromUnknownProvider == UnknownProviderBehavior.ResourceNotFound
                ? ServiceErrors.ProviderDoesNotExist(key.ProviderName)
                : ServiceErrors.InvalidParameter($"Identity provider {key.ProviderName} does not exist.");
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
        pool.Users.Unlink(user, key);
        user.ShowsEmptyIdentities = behavior.LastIdentityUnlinked == LastIdentityBehavior.EmptyArray;
        if (behavior.UnlinkChangesLastModified)
        {
            user.LastModified = call.Now;
        }
    }

    private static void DeactivateNative(OperationCall call, Pool pool, IdentityKey key)
    {
        if (key.AttributeName != IdentityKey.Subject)
        {
            throw ServiceErrors.NotLinked();
        }

        var user = pool.Users.FindByUsername(key.Value) is { IsNative: true } found ? found : throw ServiceErrors.UserDoesNotExist();
        if (pool.Settings.Behavior.NativeDeactivation == NativeDeactivation.Refuse)
        {
            throw ServiceErrors.NativeUserCannotBeDeactivated();
        }

        user.PasswordSignIn = false;
        user.Enabled &= pool.Settings.Behavior.NativeDeactivation != NativeDeactivation.DisableUser;
        user.LastModified = call.Now;
    }
}
