using System.Globalization;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>Builds the user that an entry of a document describes.</summary>
internal static class UserEntryReader
{
    public static User Read(UserDocument entry, Pool pool, string path)
    {
        Check(Shapes.UsernameType, entry.Username, $"{path}.username");
        var identities = Numbered(entry.Identities, $"{path}.identities").Select(numbered => ReadIdentity(numbered.Item, pool, numbered.Path)).ToList();
        Require(identities.Count(static identity => identity.Primary) <= 1, $"{path}.identities", "A user can have at most one primary identity.");
        Require(
            identities.Count(static identity => !identity.Primary) <= UserStore.MaximumLinks,
            $"{path}.identities",
            string.Create(CultureInfo.InvariantCulture, $"A user can have at most {UserStore.MaximumLinks} linked identities."));

        var status = entry.Status ?? (identities.Exists(static identity => identity.Primary) ? UserStatuses.ExternalProvider : UserStatuses.Confirmed);
        Check(Shapes.UserStatusType, status, $"{path}.status");
        var created = Utc(entry.CreatedAt) ?? pool.Settings.Created;
        var username = pool.NormalizeUsername(entry.Username);
        var user = new User(username, entry.Sub ?? SubOf(pool, username))
        {
            Status = status,
            Enabled = entry.Enabled ?? true,
            PasswordSignIn = entry.PasswordSignIn ?? true,
            PasswordHash = entry.PasswordHash,
            FederatedSignIn = entry.FederatedSignIn ?? true,
            Factors = ReadFactors(entry, path),
            SignedOut = Utc(entry.SignedOutAt),
            ShowsEmptyIdentities = entry.Identities is not null,
            Created = created,
            LastModified = Utc(entry.LastModifiedAt) ?? created,
        };
        user.Attributes.Fill([.. (entry.Attributes ?? new Dictionary<string, string>()).Select(pair => ReadAttribute(pair, path))]);
        identities.ForEach(user.AddIdentity);
        return user;
    }

    private static UserFactors ReadFactors(UserDocument entry, string path)
    {
        CheckEach(Shapes.AuthFactorType, entry.AuthFactors, $"{path}.authFactors");
        CheckEach(Shapes.MfaSetting, entry.MfaSettings, $"{path}.mfaSettings");
        Require(
            entry.PreferredMfaSetting is null || (entry.MfaSettings?.Contains(entry.PreferredMfaSetting) ?? false),
            $"{path}.preferredMfaSetting",
            "This must be one of mfaSettings.");
        return entry is { AuthFactors: null, MfaSettings: null }
            ? UserFactors.Default
            : new UserFactors { SignIn = entry.AuthFactors, Mfa = entry.MfaSettings ?? [], PreferredMfa = entry.PreferredMfaSetting };
    }

    private static KeyValuePair<string, string> ReadAttribute(KeyValuePair<string, string> attribute, string path)
    {
        var at = $"{path}.attributes.{attribute.Key}";
        Require(attribute.Key is not ("sub" or "identities"), at, "This has its own field next to attributes.");
        Check(Shapes.AttributeNameType, attribute.Key, at);
        Check(Shapes.AttributeValueType, attribute.Value, at);
        return new(string.Intern(attribute.Key), attribute.Value);
    }

    private static Identity ReadIdentity(IdentityDocument entry, Pool pool, string path)
    {
        CheckProviderName(entry.ProviderName, $"{path}.providerName");
        var provider = pool.FindProvider(entry.ProviderName);
        var type = entry.ProviderType ?? provider?.Type;
        Check(Shapes.StringType, entry.Value, $"{path}.value");
        Require(type is not null, $"{path}.providerName", $"The pool has no provider '{entry.ProviderName}'. For a deleted provider, give providerType.");
        Check(Shapes.IdentityProviderTypeType, type, $"{path}.providerType");
        var attribute = entry.AttributeName ?? IdentityKey.Subject;
        Require(!ProviderTypes.IsSocial(type) || attribute == IdentityKey.Subject, $"{path}.attributeName", $"A {type} identity can be linked only by {IdentityKey.Subject}.");
        return new Identity
        {
            ProviderName = provider?.Name ?? entry.ProviderName,
            ProviderType = provider?.Type == type ? provider.Type : type,
            AttributeName = string.Intern(attribute),
            Value = entry.Value,
            SignedInSubject = entry.SignedInSubject,
            // An entry with a type is complete: since then, the provider may have been recreated with another issuer.
            Issuer = entry.Issuer ?? (entry.ProviderType is null ? provider?.Issuer : null),
            Primary = entry.Primary,
            DateCreated = Utc(entry.CreatedAt) ?? pool.Settings.Created,
        };
    }

    private static string SubOf(Pool pool, string username) =>
        new SplitMix64(SplitMix64.SeedOf($"{pool.Id} {username}")).Uuid();
}
