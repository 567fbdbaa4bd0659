using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

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
        var source = ProviderUser.Read(call, "SourceUser");
        var provider = SourceProvider(pool, source);
        if (source.ProviderName.Length + source.AttributeName.Length + source.Value.Length > MaximumSourceLength)
        {
            throw ServiceErrors.SourceTooLong(MaximumSourceLength);
        }

        var destination = Destination(pool, ProviderUser.ReadDestination(call, "DestinationUser")) ?? throw ServiceErrors.UserDoesNotExist();

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

    private static IdentityProvider SourceProvider(Pool pool, IdentityKey source)
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
