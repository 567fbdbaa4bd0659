using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>Describes the state as a document. Users are converted one at a time while they are written.</summary>
internal static class DocumentWriter
{
    public static ServerDocument Describe(ServerState state) => new() { Pools = [.. state.Pools.Select(Describe)] };

    private static PoolDocument Describe(Pool pool) => new()
    {
        UserPoolId = pool.Id,
        Name = pool.Settings.Name,
        CreatedAt = pool.Settings.Created,
        UpdatedAt = pool.Settings.Updated,
        CaseSensitive = pool.Settings.CaseSensitive,
        AliasAttributes = pool.Settings.AliasAttributes,
        UsernameAttributes = pool.Settings.UsernameAttributes,
        MfaConfiguration = pool.Settings.MfaConfiguration,
        AllowAdminCreateUserOnly = pool.Settings.AllowAdminCreateUserOnly,
        DeletionProtection = pool.Settings.DeletionProtection,
        Configuration = pool.Settings.Configuration.Count == 0 ? null : pool.Settings.Configuration,
        Behavior = pool.Settings.Behavior,
        IdentityProviders = pool.Providers.Select(Describe),
        AppClients = pool.Clients.Count == 0 ? null : pool.Clients.Select(Describe),
        Users = pool.Users.All.Select(Describe),
        Groups = pool.Groups.Select(Describe),
        FormerSignIns = pool.FormerSignIns.Count == 0
            ? null
            : pool.FormerSignIns.Select(static key => new FormerSignInDocument { ProviderName = key.ProviderName, Subject = key.Value }),
    };

    private static ProviderDocument Describe(StoredProvider provider) => new()
    {
        Name = provider.Name,
        Type = provider.Type,
        Issuer = provider.Issuer,
        Details = provider.Details,
        AttributeMapping = provider.AttributeMapping,
        Identifiers = provider.Identifiers,
        CreatedAt = provider.Created,
        UpdatedAt = provider.Updated,
    };

    private static AppClientDocument Describe(StoredClient client) => new()
    {
        ClientId = client.Id,
        ClientSecret = client.Secret,
        CreatedAt = client.Created,
        UpdatedAt = client.LastModified == client.Created ? null : client.LastModified,
        Configuration = client.Configuration,
    };

    private static GroupDocument Describe(Group group) => new()
    {
        Name = group.Name,
        Description = group.Description,
        RoleArn = group.RoleArn,
        Precedence = group.Precedence,
        CreatedAt = group.Created,
        Members = group.CurrentMembers.Select(static user => user.Username),
    };

    private static UserDocument Describe(User user) => new()
    {
        Username = user.Username,
        Sub = user.Sub,
        Status = user.Status,
        Enabled = user.Enabled,
        PasswordSignIn = user.PasswordSignIn,
        PasswordHash = user.PasswordHash,
        FederatedSignIn = user.IsNative ? null : user.FederatedSignIn,
        AuthFactors = user.Factors.SignIn,
        MfaSettings = user.Factors.Mfa.Count == 0 ? null : user.Factors.Mfa,
        PreferredMfaSetting = user.Factors.PreferredMfa,
        SignedOutAt = user.SignedOut,
        CreatedAt = user.Created,
        LastModifiedAt = user.LastModified,
        Attributes = user.Attributes.ToDictionary(),
        Identities = user.Identities.Count > 0 || user.ShowsEmptyIdentities ? [.. user.Identities.Select(Describe)] : null,
    };

    private static IdentityDocument Describe(Identity identity) => new()
    {
        ProviderName = identity.ProviderName,
        ProviderType = identity.ProviderType,
        AttributeName = identity.AttributeName,
        Value = identity.Value,
        SignedInSubject = identity.SignedInSubject,
        Issuer = identity.Issuer,
        Primary = identity.Primary,
        CreatedAt = identity.DateCreated,
    };
}
