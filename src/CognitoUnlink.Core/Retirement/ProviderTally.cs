using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Retirement;

/// <summary>
/// Counts the users of a provider, judged as in a rehearsal. Takes about 30 bytes for each of the provider's identities, and memory for the
/// examples.
/// </summary>
/// <param name="userPoolId">The pool.</param>
/// <param name="providerName">The provider's exact name.</param>
/// <param name="settings">The pool's settings for ways to sign in.</param>
/// <param name="offered">The providers that app clients offer; null if not known.</param>
/// <param name="mostExamples">How many examples to keep for each count.</param>
internal sealed class ProviderTally(string userPoolId, string providerName, SignInSettings settings, IReadOnlyCollection<string>? offered, int mostExamples)
{
    private static readonly UnlinkOptions s_options = new();

    private readonly Twins _twins = new();

    public long Links { get; private set; }

    /// <summary>Users with an identity from the provider. Unlinking reads each of them, also those it then refuses.</summary>
    public long Users { get; private set; }

    /// <summary>The provider's type, according to its identities.</summary>
    public string? ProviderType { get; private set; }

    /// <summary>Users linked to the provider.</summary>
    public Examples Linked { get; } = new(mostExamples);

    /// <summary>Users who would be left without a way in.</summary>
    public Examples WithoutWayIn { get; } = new(mostExamples);

    /// <summary>Users who would be left with a password that they cannot reset.</summary>
    public Examples WithoutRecovery { get; } = new(mostExamples);

    /// <summary>Users who would be left with only providers that no app client offers.</summary>
    public Examples WithUnofferedProvider { get; } = new(mostExamples);

    /// <summary>Users whose status does not show how they can sign in.</summary>
    public Examples UnknownStatus { get; } = new(mostExamples);

    /// <summary>Federated users of the provider who can sign in.</summary>
    public Examples OwnProfiles { get; } = new(mostExamples);

    /// <summary>Federated users of the provider who are disabled.</summary>
    public long DisabledOwnProfiles { get; private set; }

    /// <summary>Federated users whose identity is also linked to another user, or those other users.</summary>
    public Examples Twins { get; } = new(mostExamples);

    /// <summary>Users whose identities cannot be read.</summary>
    public Examples Unreadable { get; } = new(mostExamples);

    /// <param name="user">The user, as listed.</param>
    public void Add(CognitoUser user)
    {
        try
        {
            Count(user);
        }
        catch (UnlinkException)
        {
            Unreadable.Add(user.Username);
        }
    }

    private void Count(CognitoUser user)
    {
        var identities = LinkedIdentities.Of(userPoolId, user, settings).Where(identity => identity.ProviderName == providerName).ToList();
        if (identities.Count == 0)
        {
            return;
        }

        Users++;

        // All the user's identities at the provider are removed, one after another.
        var rehearsal = new UnlinkRehearsal(s_options);
        var remaining = SignInAfterUnlink.Unknown;
        HashSet<string?> refusals = [];
        var links = 0;
        foreach (var identity in identities)
        {
            ProviderType ??= identity.ProviderType;
            var isOwn = identity.Primary == true;
            if (_twins.Add(userPoolId, providerName, identity.ProviderAttributeValue, isOwn))
            {
                Twins.Add(user.Username);
            }

            if (isOwn)
            {
                continue;
            }

            links++;
            var judgement = rehearsal.Judge(UnlinkItem.For(identity, user) with { Settings = settings });
            remaining = judgement.SignInAfterUnlink;
            refusals.Add(judgement.Error?.ErrorId);
        }

        if (links < identities.Count)
        {
            CountOwnProfile(user);
        }

        if (links == 0)
        {
            return;
        }

        Links += links;
        Linked.Add(user.Username);
        (refusals.Contains(ErrorId.WouldLockOut) ? WithoutWayIn
            : refusals.Contains(ErrorId.NoRecovery) ? WithoutRecovery
            : refusals.Contains(ErrorId.UnknownStatus) ? UnknownStatus
            : remaining == SignInAfterUnlink.Federated && !IsOfferedAnother(user) ? WithUnofferedProvider
            : null)?.Add(user.Username);
    }

    private bool IsOfferedAnother(CognitoUser user) =>
        offered is null || IdentitiesReader.Read(user).Any(entry => entry.ProviderName != providerName && offered.Contains(entry.ProviderName));

    private void CountOwnProfile(CognitoUser user)
    {
        if (user.Enabled == false)
        {
            DisabledOwnProfiles++;
        }
        else
        {
            OwnProfiles.Add(user.Username);
        }
    }
}

/// <summary>How many there are, and the names of the first ones.</summary>
/// <param name="most">How many names to keep.</param>
internal sealed class Examples(int most)
{
    private readonly List<string> _names = [];

    public long Count { get; private set; }

    public IReadOnlyList<string> Names => _names;

    public void Add(string name)
    {
        Count++;
        if (_names.Count < most)
        {
            _names.Add(name);
        }
    }
}
