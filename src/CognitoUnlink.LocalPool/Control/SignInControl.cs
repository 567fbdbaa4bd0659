using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Validation;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>Signs a person in through an identity provider, as a browser would.</summary>
internal sealed class SignInControl(StateKeeper state, string defaultPoolId, TimeProvider clock)
{
    private const int Refused = 403;

    public Answer SignIn(ControlRequest request)
    {
        var signIn = DocumentFormat.Read<SignInRequest>(request.Body);
        Require(!string.IsNullOrEmpty(signIn.Subject), "$.subject", "This must not be empty.");
        try
        {
            return ControlAnswers.Ok(state.Use(current => SignIn(current, signIn)));
        }
        catch (ServiceException refusal)
        {
            return ControlAnswers.Error(Refused, refusal.Message);
        }
    }

    private SignInResult SignIn(ServerState current, SignInRequest signIn)
    {
        var id = signIn.UserPoolId ?? defaultPoolId;
        var pool = current.Find(id);
        Require(pool is not null, "$.userPoolId", $"There is no user pool '{id}'.");
        var provider = pool.FindProvider(signIn.ProviderName);
        Require(provider is not null, "$.providerName", $"The pool has no provider '{signIn.ProviderName}'.");
        var attributes = signIn.Attributes ?? new Dictionary<string, string>();
        return new FederatedSignIn(current, pool, provider, ServiceTime.Of(clock.GetUtcNow())).SignIn(signIn.Subject, attributes);
    }
}

/// <summary>
/// A sign-in through an identity provider: as the user it is linked to, as its own profile, or as a new one.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
/// </summary>
internal sealed class FederatedSignIn(ServerState state, Pool pool, StoredProvider provider, DateTime now)
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

        if (pool.Settings.AllowAdminCreateUserOnly)
        {
            throw ServiceErrors.LoginNotAllowed();
        }

        CheckAttributes(attributes);
        return LinkedByTrigger(own, attributes) ?? Create(own, attributes);
    }

    /// <summary>Links as the pool's trigger would; null if there is no trigger, or no user to link to.</summary>
    /// <remarks>https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html</remarks>
    private SignInResult? LinkedByTrigger(IdentityKey own, IReadOnlyDictionary<string, string> attributes)
    {
        var behavior = pool.Settings.Behavior;
        if (behavior.LinkingTrigger == LinkingTrigger.None || attributes.GetValueOrDefault("email") is not { Length: > 0 } email)
        {
            return null;
        }

        var user = pool.Users.All.FirstOrDefault(user => user.IsNative && string.Equals(user.Attributes["email"], email, StringComparison.OrdinalIgnoreCase))
            ?? (behavior.LinkingTrigger == LinkingTrigger.LinkOrCreate ? CreateNative(email) : null);
        if (user is null)
        {
            return null;
        }

        CheckEnabled(user);
        if (user.LinkCount >= UserStore.MaximumLinks)
        {
            throw ServiceErrors.TooManyIdentities(UserStore.MaximumLinks);
        }

        if (!behavior.LinkAfterSignIn && pool.FormerSignIns.Contains(own))
        {
            throw ServiceErrors.MergingNotSupported();
        }

        pool.BeforeChange(user, now);
        pool.Users.Link(user, IdentityOf(own, primary: false));
        pool.AfterChange(user, behavior.StatusAfterLink, behavior.EmailVerifiedAfterLink);
        user.LastModified = now;
        return new(user.Username, Created: false);
    }

    private User CreateNative(string email)
    {
        var sub = state.NewSub(pool);
        var user = new User(sub, sub) { Status = UserStatuses.Confirmed, Created = now, LastModified = now };
        user.Attributes["email"] = email;
        user.Attributes["email_verified"] = "false";
        return pool.TryAdd(user, now) ? user : throw ServiceErrors.UserExists();
    }

    private SignInResult Create(IdentityKey own, IReadOnlyDictionary<string, string> attributes)
    {
        var username = pool.NormalizeUsername($"{own.ProviderName}_{own.Value}");
        Check(Shapes.UsernameType, username, "$.subject");
        var user = new User(username, state.NewSub(pool)) { Status = UserStatuses.ExternalProvider, Created = now, LastModified = now };
        user.AddIdentity(IdentityOf(own, primary: true));
        foreach (var (name, value) in attributes)
        {
            user.Attributes[name] = value;
        }

        if (attributes.ContainsKey("email"))
        {
            user.Attributes["email_verified"] ??= "false";
        }

        if (!pool.TryAdd(user, now))
        {
            throw ServiceErrors.ProviderUserExists();
        }

        pool.GroupOf(provider, now).Members.Add(user);
        return new(username, Created: true);
    }

    private Identity IdentityOf(IdentityKey own, bool primary) => new()
    {
        ProviderName = provider.Name,
        ProviderType = provider.Type,
        AttributeName = IdentityKey.Subject,
        Value = own.Value,
        SignedInSubject = own.Value,
        Issuer = provider.Issuer,
        Primary = primary,
        DateCreated = now,
    };

    private static void CheckAttributes(IReadOnlyDictionary<string, string> attributes)
    {
        AttributeRules.Check(attributes.Select(static pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)));
        foreach (var (name, value) in attributes)
        {
            Check(Shapes.AttributeNameType, name, $"$.attributes.{name}");
            Check(Shapes.AttributeValueType, value, $"$.attributes.{name}");
        }
    }

    private static void CheckEnabled(User user)
    {
        if (!user.Enabled)
        {
            throw ServiceErrors.UserDisabled();
        }
    }
}
