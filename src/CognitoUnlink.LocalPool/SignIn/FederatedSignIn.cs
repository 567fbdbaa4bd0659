using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations.Users;
using CognitoUnlink.LocalPool.Validation;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.SignIn;

/// <summary>
/// A sign-in through an identity provider: as the user it is linked to, as its own profile, or as a new one.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
/// </summary>
internal sealed class FederatedSignIn(ServerState state, Pool pool, IdentityProvider provider, DateTime now)
{
    public SignInResult SignIn(string subject, IReadOnlyDictionary<string, string> attributes)
    {
        var own = new IdentityKey(provider.Name, IdentityKey.Subject, subject);
        IEnumerable<IdentityKey> keys = [own, .. attributes.Select(pair => new IdentityKey(provider.Name, pair.Key, pair.Value))];
        foreach (var key in keys)
        {
            if (pool.Users.FindByLink(key) is { } linked)
            {
                CheckEnabled(linked);
                pool.BeforeChange(linked, now);
                pool.Users.MarkSignedIn(linked, key, subject);
                return new(linked.Username, Created: false);
            }
        }

        if (pool.Users.FindProfile(own) is { } profile)
        {
            CheckEnabled(profile);
            return profile.FederatedSignIn ? new(profile.Username, Created: false) : throw ServiceErrors.LoginNotAllowed();
        }

        return pool.Settings.AllowAdminCreateUserOnly ? throw ServiceErrors.LoginNotAllowed() : Create(own, attributes);
    }

    private SignInResult Create(IdentityKey own, IReadOnlyDictionary<string, string> attributes)
    {
        AttributeRules.Check(attributes.Select(static pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)));
        foreach (var (name, value) in attributes)
        {
            Check(Shapes.AttributeNameType, name, $"$.attributes.{name}");
            Check(Shapes.AttributeValueType, value, $"$.attributes.{name}");
        }

        var username = pool.NormalizeUsername($"{own.ProviderName}_{own.Value}");
        Check(Shapes.UsernameType, username, "$.subject");
        var user = new User(username, state.NewSub(pool)) { Status = UserStatuses.ExternalProvider, Created = now, LastModified = now };
        user.AddIdentity(new Identity
        {
            ProviderName = provider.Name,
            ProviderType = provider.Type,
            AttributeName = IdentityKey.Subject,
            Value = own.Value,
            SignedInSubject = own.Value,
            Issuer = provider.Issuer,
            Primary = true,
            DateCreated = now,
        });
        foreach (var (name, value) in attributes)
        {
            user.Attributes[name] = value;
        }

        if (attributes.ContainsKey("email"))
        {
            user.Attributes["email_verified"] ??= "false";
        }

        return pool.TryAdd(user, now) ? new(username, Created: true) : throw ServiceErrors.ProviderUserExists();
    }

    private static void CheckEnabled(User user)
    {
        if (!user.Enabled)
        {
            throw ServiceErrors.UserDisabled();
        }
    }
}
