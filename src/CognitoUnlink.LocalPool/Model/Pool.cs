namespace CognitoUnlink.LocalPool.Model;

/// <summary>A user pool.</summary>
internal sealed class Pool(PoolSettings settings)
{
    private readonly List<IdentityProvider> _providers = [];
    private readonly List<Group> _groups = [];
    private readonly List<AppClient> _clients = [];

    /// <summary>Case rule, naming attributes and behavior stay as they were when the pool was made.</summary>
    public PoolSettings Settings { get; set; } = settings;

    public string Id => Settings.Id;

    public UserStore Users { get; } = new(settings);

    public ListLag ListLag { get; } = new(TimeSpan.FromMilliseconds(settings.Behavior.ListLagMilliseconds));

    /// <summary>Subjects that signed in through a link before it was removed; kept only where that matters (linkAfterSignIn).</summary>
    public HashSet<IdentityKey> FormerSignIns { get; } = [];

    public IReadOnlyList<IdentityProvider> Providers => _providers;

    public IReadOnlyList<Group> Groups => _groups;

    public IReadOnlyList<AppClient> Clients => _clients;

    public IdentityProvider? FindProvider(string name) => _providers.Find(provider => provider.Name == name);

    public Group? FindGroup(string name) => _groups.Find(group => group.Name == name);

    public AppClient? FindClient(string id) => _clients.Find(client => client.Id == id);

    public void Add(IdentityProvider provider) => _providers.Add(provider);

    public void Remove(IdentityProvider provider) => _providers.Remove(provider);

    /// <summary>In its old place.</summary>
    public void Replace(IdentityProvider provider, IdentityProvider replacement) => _providers[_providers.IndexOf(provider)] = replacement;

    public void Add(Group group) => _groups.Add(group);

    public void Remove(Group group) => _groups.Remove(group);

    public void Add(AppClient client) => _clients.Add(client);

    public void Remove(AppClient client) => _clients.Remove(client);

    /// <summary>Must come before every change of a user that lists show.</summary>
    public void BeforeChange(User user, DateTime now) => ListLag.Keep(user, now, ListLag.IsOn ? user.Copy() : null);

    /// <summary>What a link, an unlink or a native deactivation does to the user besides, by the pool's behavior.</summary>
    public void AfterChange(User user, StatusAfterChange status, EmailVerifiedAfterChange emailVerified)
    {
        user.Status = status switch
        {
            StatusAfterChange.ExternalProvider => UserStatuses.ExternalProvider,
            StatusAfterChange.Confirmed => UserStatuses.Confirmed,
            StatusAfterChange.ForceChangePassword => UserStatuses.ForceChangePassword,
            StatusAfterChange.ResetRequired => UserStatuses.ResetRequired,
            _ => user.Status,
        };
        if (emailVerified != EmailVerifiedAfterChange.Unchanged && user.Attributes["email_verified"] is not null)
        {
            Users.SetAttributes(user, [new("email_verified", emailVerified == EmailVerifiedAfterChange.Removed ? null : "false")]);
        }
    }

    public bool TryAdd(User user, DateTime now)
    {
        if (!Users.TryAdd(user, out _))
        {
            return false;
        }

        ListLag.Keep(user, now, null);
        return true;
    }

    /// <summary>Where lists lag, the user keeps its place in them.</summary>
    public void Remove(User user)
    {
        user.Deleted = true;
        Users.Remove(user, keepPlace: ListLag.IsOn);
        if (!ListLag.IsOn)
        {
            _groups.ForEach(group => group.Members.Remove(user));
        }
    }

    /// <summary>
    /// A case-insensitive pool keeps usernames in lower case, provider prefix and subject included.
    /// https://github.com/aws-amplify/amplify-js/issues/13844
    /// </summary>
    public string NormalizeUsername(string username) => Settings.CaseSensitive ? username : username.ToLowerInvariant();
}
