using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Unlinking;

/// <summary>One identity to unlink.</summary>
public sealed record UnlinkItem
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The provider and subject to name in the request.</summary>
    public required ProviderUser Target { get; init; }

    /// <summary>The user to unlink it from; null if only provider and subject are known, in which case nothing can be guarded.</summary>
    public string? Username { get; init; }

    /// <summary>The provider's type, when known.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The user as listed, for a preview without another read; the real run always reads again.</summary>
    public CognitoUser? ListedUser { get; init; }

    /// <summary>The user as they were when it was seen; null if that is not known. What they also had then is not what became of it.</summary>
    public CognitoUser? SeenUser { get; init; }

    /// <summary>The <c>sub</c> of the user it was seen on. If that is this user, finding it gone means that it was unlinked since.</summary>
    public string? SeenOnSub { get; init; }

    /// <summary>What the row that names it says about the user; null if there is none, or it says nothing.</summary>
    public UserAsSaid? Said { get; init; }

    /// <summary>
    /// Whether the attribute name is just the one in <c>identities</c>, so that the provider's mapped attributes may be tried
    /// if the service knows no such link.
    /// </summary>
    public bool MayTryMappedAttributes { get; init; }

    /// <summary>Whether it comes from a row, in which a spreadsheet's apostrophe may precede provider and subject.</summary>
    public bool MayBeEscaped { get; init; }

    /// <summary>What it may mean: first as written, then without apostrophes. Only the user's own identities can tell which one it is.</summary>
    public IEnumerable<UnlinkItem> Readings
    {
        get
        {
            yield return this;
            if (MayBeEscaped && Username is not null && !IsNative)
            {
                var (provider, value) = (FormulaText.Unescape(Target.ProviderName), FormulaText.Unescape(Target.ProviderAttributeValue));
                foreach (var target in (ProviderUser?[])
                [
                    value is null ? null : Target with { ProviderAttributeValue = value },
                    provider is null ? null : Target with { ProviderName = provider },
                    provider is null || value is null ? null : Target with { ProviderName = provider, ProviderAttributeValue = value },
                ])
                {
                    if (target is not null)
                    {
                        yield return this with { Target = target };
                    }
                }
            }
        }
    }

    /// <summary>The pool's settings for ways to sign in, for a preview; null if they were not read yet.</summary>
    public SignInSettings? Settings { get; init; }

    /// <summary>Whether the user has a passkey or a one-time code; null if not checked.</summary>
    public bool? HasOtherFactor { get; init; }

    /// <summary>Whether it is the native sign-in with username and password.</summary>
    public bool IsNative => Target.ProviderName == ProviderUser.CognitoProvider;

    /// <summary>Creates an item for an identity that was read from its user.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="listedUser">The user it was read from, if available.</param>
    public static UnlinkItem For(LinkedIdentity identity, CognitoUser? listedUser = null) => new()
    {
        UserPoolId = identity.UserPoolId,
        Target = new ProviderUser(identity.ProviderName, identity.ProviderAttributeName, identity.ProviderAttributeValue),
        Username = identity.Username,
        ProviderType = identity.ProviderType,
        ListedUser = listedUser,
        SeenUser = listedUser,
        SeenOnSub = identity.Sub,
        MayTryMappedAttributes = true,
    };

    /// <summary>
    /// The item for its user as read: an alias becomes the username, which names a native sign-in, and of its
    /// <see cref="Readings"/>, it is the first that the user has.
    /// </summary>
    /// <param name="user">The user as read.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public UnlinkItem Of(CognitoUser user) => this with
    {
        Username = user.Username,
        Target = IsNative ? ProviderUser.Native(user.Username)
            : (Readings.FirstOrDefault(item => IdentitiesReader.Has(user, item.Target.ProviderName, item.Target.ProviderAttributeValue)) ?? this).Target,
    };

    /// <summary>Whether the user has the identity. The password sign-in is not one.</summary>
    /// <param name="user">The user as read.</param>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public bool IsLinkedTo(CognitoUser user) => !IsNative && IdentitiesReader.Has(user, Target.ProviderName, Target.ProviderAttributeValue);

    /// <summary>Creates a result with everything known before anything is done.</summary>
    public UnlinkResult ToResult() => new()
    {
        UserPoolId = UserPoolId,
        Username = Username,
        ProviderName = Target.ProviderName,
        ProviderType = ProviderType,
        ProviderAttributeName = Target.ProviderAttributeName,
        ProviderAttributeValue = Target.ProviderAttributeValue,
    };

    /// <summary>Describes user, provider and subject, for prompts.</summary>
    public string Describe()
    {
        var what = IsNative ? "password sign-in" : $"{Target.ProviderName} identity '{Target.ProviderAttributeValue}'";
        var by = Target.ProviderAttributeName == ProviderUser.CognitoSubject ? string.Empty : $" linked by {Target.ProviderAttributeName}";
        var whose = Username is null ? "whoever has it" : $"user '{Username}'";
        return $"user pool {UserPoolId}, {whose}, {what}{by}";
    }
}

/// <summary>The rules for an identity given by provider and subject rather than read from its user.</summary>
/// <param name="users">Reads the pool's providers.</param>
public sealed class GivenIdentityRule(UserReader users)
{
    /// <summary>Refuses the password sign-in where providers are named.</summary>
    /// <param name="providerNames">Names and patterns.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NativeNotAsked"/>.</exception>
    public static void CheckProviders(IEnumerable<string> providerNames)
    {
        if (providerNames.Contains(ProviderUser.CognitoProvider, StringComparer.OrdinalIgnoreCase))
        {
            throw new UnlinkException(ErrorId.NativeNotAsked, $"'{ProviderUser.CognitoProvider}' is the password sign-in, not an external one.");
        }
    }

    /// <summary>Refuses the password sign-in and, if no user is named, what the service cannot know.</summary>
    /// <param name="item">The identity.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.NativeNotAsked"/>, <see cref="ErrorId.SubjectHasProviderPrefix"/>, <see cref="ErrorId.ProviderNotFound"/>.
    /// </exception>
    /// <exception cref="CognitoException">The providers cannot be read.</exception>
    public async Task CheckAsync(UnlinkItem item, CancellationToken cancellationToken)
    {
        if (item.IsNative)
        {
            throw NativeNotAsked();
        }

        // With a user, ownership settles both; without one only these rules stand between a typing error and the service.
        if (item.Username is not null)
        {
            return;
        }

        SubjectRule.Check(item.Target.ProviderName, item.Target.ProviderAttributeValue);
        var names = await users.ProviderNamesAsync(item.UserPoolId, cancellationToken).ConfigureAwait(false);
        if (names?.Contains(item.Target.ProviderName, StringComparer.Ordinal) == false)
        {
            throw ProviderFilter.Unknown(item.UserPoolId, item.Target.ProviderName, names);
        }
    }

    /// <summary>The refusal of the password sign-in where an external one is expected.</summary>
    public static UnlinkException NativeNotAsked() =>
        new(ErrorId.NativeNotAsked, $"'{ProviderUser.CognitoProvider}' is the password sign-in, not an external one.");
}
