using System.Diagnostics.CodeAnalysis;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>The users of a pool, with an index for each way to find one.</summary>
internal sealed class UserStore
{
    /// <summary>https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html</summary>
    public const int MaximumLinks = 5;

    private readonly PagedSet<User> _users = new();
    private readonly Dictionary<string, User> _byUsername;
    private readonly Dictionary<string, User> _bySub = new(StringComparer.Ordinal);
    private readonly NamingAttribute[] _naming;
    private readonly Dictionary<IdentityKey, User> _links = [];
    private readonly Dictionary<IdentityKey, User> _profiles = [];

    public UserStore(PoolSettings settings)
    {
        var comparer = settings.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        _byUsername = new(comparer);
        _naming =
        [
            .. settings.UsernameAttributes.Distinct().Select(name => new NamingAttribute(name, IsUsername: true, new(comparer))),
            .. settings.AliasAttributes.Distinct().Select(name => new NamingAttribute(name, IsUsername: false, new(comparer))),
        ];
    }

    public int Count => _byUsername.Count;

    public IEnumerable<User> All => _users.Items.Where(static user => !user.Deleted);

    /// <summary>The users in list order, including deleted ones that lists may still show.</summary>
    public PagedSet<User> InOrder => _users;

    /// <summary>The attributes whose values name users in this pool, beside the username.</summary>
    public IReadOnlyList<NamingAttribute> NamingAttributes => _naming;

    public void EnsureCapacity(int count)
    {
        _users.EnsureCapacity(count);
        _byUsername.EnsureCapacity(count);
        _bySub.EnsureCapacity(count);
        _links.EnsureCapacity(count);
    }

    public User? FindByUsername(string username) => _byUsername.GetValueOrDefault(username);

    public User? FindBySub(string sub) => _bySub.GetValueOrDefault(sub);

    /// <summary>By username; native users also by sub and by the attributes that name users in this pool.</summary>
    public User? Find(string name) =>
        FindByUsername(name)
        ?? (FindBySub(name) is { IsNative: true } user ? user : null)
        ?? _naming.Select(attribute => attribute.Users.GetValueOrDefault(name)).FirstOrDefault(static user => user is not null);

    public User? FindByLink(IdentityKey key) => _links.GetValueOrDefault(key);

    public User? FindProfile(IdentityKey key) => _profiles.GetValueOrDefault(key);

    /// <summary>Adds a user with its identities; if it cannot, says what is already taken.</summary>
    public bool TryAdd(User user, [NotNullWhen(false)] out string? taken)
    {
        taken = _byUsername.ContainsKey(user.Username) ? $"the username '{user.Username}'"
            : _bySub.ContainsKey(user.Sub) ? $"the sub '{user.Sub}'"
            : Array.Find(_naming, attribute => attribute.IsUsername && attribute.Holder(user) is not null) is { } naming ? $"the {naming.Name} '{user.Attributes[naming.Name]}'"
            : user.Identities.Count > 1 && user.Identities.Select(identity => identity.Key).Distinct().Count() < user.Identities.Count ? "one of its own identities"
            : user.Identities.FirstOrDefault(identity => IndexOf(identity).ContainsKey(identity.Key)) is { } other
                ? $"the identity '{other.Key.ProviderName}' '{other.Key.AttributeName}' '{other.Key.Value}'"
                : null;
        if (taken is not null)
        {
            return false;
        }

        _users.Add(user);
        _byUsername.Add(user.Username, user);
        _bySub.Add(user.Sub, user);
        Array.ForEach(_naming, attribute => attribute.Add(user));
        foreach (var identity in user.Identities)
        {
            IndexOf(identity).Add(identity.Key, user);
        }

        return true;
    }

    public void Remove(User user, bool keepPlace)
    {
        if (!keepPlace)
        {
            _users.Remove(user);
        }

        _byUsername.Remove(user.Username);
        _bySub.Remove(user.Sub);
        Array.ForEach(_naming, attribute => attribute.Forget(user));
        foreach (var identity in user.Identities)
        {
            IndexOf(identity).Remove(identity.Key);
        }
    }

    public void Link(User user, Identity identity)
    {
        IndexOf(identity).Add(identity.Key, user);
        user.AddIdentity(identity);
    }

    /// <returns>The identity that the user had.</returns>
    public Identity Unlink(User user, IdentityKey key)
    {
        var identity = LinkOf(user, key);
        user.RemoveIdentity(identity);
        _links.Remove(key);
        return identity;
    }

    /// <summary>Records a sign-in through a link: from now on only the subject unlinks it.</summary>
    public void MarkSignedIn(User user, IdentityKey key, string subject)
    {
        var identity = LinkOf(user, key);
        var signedIn = identity with { SignedInSubject = subject };
        user.ReplaceIdentity(identity, signedIn);
        _links.Remove(key);
        _links.Add(signedIn.Key, user);
    }

    /// <summary>Changes attributes; a verified alias moves silently from another user, as in the service.</summary>
    /// <remarks>https://github.com/boto/boto3/issues/3213</remarks>
    public void SetAttributes(User user, IEnumerable<KeyValuePair<string, string?>> attributes)
    {
        Array.ForEach(_naming, attribute => attribute.Forget(user));
        foreach (var (name, value) in attributes)
        {
            user.Attributes[name] = string.IsNullOrEmpty(value) ? null : value;
        }

        Array.ForEach(_naming, attribute => attribute.Add(user));
    }

    private static Identity LinkOf(User user, IdentityKey key) => user.Identities.First(identity => !identity.Primary && identity.Key == key);

    private Dictionary<IdentityKey, User> IndexOf(Identity identity) => identity.Primary ? _profiles : _links;
}

/// <summary>
/// An attribute whose value names native users. A username attribute does so verified or not and is unique; an alias names them
/// only once it is verified.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
/// </summary>
internal sealed record NamingAttribute(string Name, bool IsUsername, Dictionary<string, User> Users)
{
    /// <summary>Whether an administrator can take a value from another user. There is no preferred_username_verified.</summary>
    public bool IsVerifiable => Name != "preferred_username";

    private string VerifiedName { get; } = Name + "_verified";

    /// <summary>The user currently named by the given user's value, if that can name users.</summary>
    public User? Holder(User user) => NameOf(user) is { } name ? Users.GetValueOrDefault(name) : null;

    public void Add(User user)
    {
        if (NameOf(user) is { } name)
        {
            Users[name] = user;
        }
    }

    public void Forget(User user)
    {
        if (NameOf(user) is { } name && Users.GetValueOrDefault(name) == user)
        {
            Users.Remove(name);
        }
    }

    private string? NameOf(User user) =>
        user.Attributes[Name] is { } value && user.IsNative && (IsUsername || !IsVerifiable || user.Attributes[VerifiedName] == "true") ? value : null;
}

/// <summary>
/// What lists show of users that changed a moment ago: they are eventually consistent, AdminGetUser is not.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
/// </summary>
internal sealed class LaggingLists(TimeSpan lag)
{
    private readonly Queue<(DateTime Time, User User)> _changes = new();
    private readonly Dictionary<User, Queue<User?>> _before = [];

    public bool IsOn => lag > TimeSpan.Zero;

    /// <summary>Keeps a user's state before a change; null for a user who is about to be created.</summary>
    public void Keep(User user, DateTime now, User? before)
    {
        if (!IsOn)
        {
            return;
        }

        Forget(now);
        _changes.Enqueue((now, user));
        if (!_before.TryGetValue(user, out var history))
        {
            _before[user] = history = new();
        }

        history.Enqueue(before);
    }

    /// <summary>A page of users as lists show them now.</summary>
    public (List<User> Items, int? Next) Page(PagedSet<User> users, DateTime now, int start, int limit, Predicate<User>? matches)
    {
        if (!IsOn)
        {
            return users.Page(start, limit, matches);
        }

        Forget(now);
        var (items, next) = users.Page(start, limit, user => AsListed(user) is { } listed && (matches?.Invoke(listed) ?? true));
        return ([.. items.Select(user => AsListed(user)!)], next);
    }

    private User? AsListed(User user) =>
        _before.TryGetValue(user, out var history) ? history.Peek()
        : user.Deleted ? null
        : user;

    private void Forget(DateTime now)
    {
        while (_changes.TryPeek(out var change) && change.Time + lag <= now)
        {
            _changes.Dequeue();
            var history = _before[change.User];
            history.Dequeue();
            if (history.Count == 0)
            {
                _before.Remove(change.User);
            }
        }
    }
}
