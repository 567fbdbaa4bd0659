using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>An in-memory pool with a few users that answers like the service and remembers the requests.</summary>
internal sealed partial class FakeGateway : ICognitoGateway
{
    public const string PoolId = "eu-west-1_Fake";

    public Dictionary<string, CognitoUser> Users { get; } = [];

    /// <summary>E-mail addresses, and the users whom they name.</summary>
    public Dictionary<string, string> Aliases { get; } = [];

    public Dictionary<string, IdentityProvider> Providers { get; } = [];

    /// <summary>The pool's app clients.</summary>
    public List<AppClient> AppClients { get; } = [];

    /// <summary>The settings that each update of an app client sent.</summary>
    public List<JsonElement> ClientUpdates { get; } = [];

    /// <summary>Called when a password is set, before it takes effect.</summary>
    public Action? OnSetPassword { get; set; }

    /// <summary>Called with the settings of an update before it takes effect.</summary>
    public Action<JsonElement>? OnUpdateClient { get; set; }

    /// <summary>The passwords that were set, by user.</summary>
    public List<(string Username, string Password)> Passwords { get; } = [];

    /// <summary>Providers that users still have identities from but the pool no longer has.</summary>
    public HashSet<string> DeletedProviders { get; } = [];

    /// <summary>Provider, attribute name and value of each link that the service knows, and the user who loses it.</summary>
    public Dictionary<ProviderUser, (string Username, string IdentitiesAfter)> Links { get; } = [];

    /// <summary>The operations on users that were called, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The operations on the pool and its providers, which a run reads once.</summary>
    public List<string> PoolReads { get; } = [];

    /// <summary>How users can sign in to the pool itself; with a password unless listed here.</summary>
    public Dictionary<string, IReadOnlyList<string>> Factors { get; } = [];

    /// <summary>How the pool lets passwords be reset.</summary>
    public IReadOnlyList<string> RecoveryMechanisms { get; set; } = ["verified_email"];

    public List<ProviderUser> Disabled { get; } = [];

    /// <summary>What the requests to link named, and for which user.</summary>
    public List<(ProviderUser Destination, ProviderUser Source)> Linked { get; } = [];

    /// <summary>Whether a request to link takes effect, regardless of its answer.</summary>
    public bool LinkTakesEffect { get; set; } = true;

    /// <summary>The error that answers every request to link.</summary>
    public CognitoException? LinkProblem { get; set; }

    /// <summary>The errors that answer the next requests, by operation; those requests have no effect.</summary>
    public Dictionary<string, Queue<CognitoException>> Errors { get; } = [];

    /// <summary>A token that every page gives as the next one.</summary>
    public string? EndlessToken { get; init; }

    /// <summary>Answers ListUsers in place of <see cref="Users"/>. It gets the filter and the token, and may be called concurrently.</summary>
    public Func<string?, string?, CancellationToken, Task<Page<CognitoUser>>>? OnListUsers { get; init; }

    /// <summary>Answers AdminGetUser in place of the user with that name; null for that user.</summary>
    public Func<string, CognitoUser?>? OnAdminGetUser { get; set; }

    /// <summary>Answers DescribeUserPool.</summary>
    public Func<UserPool>? OnDescribeUserPool { get; init; }

    /// <summary>Awaited between the moment when AdminGetUser sees the user and its answer.</summary>
    public Func<Task>? WhileUserIsUnderWay { get; set; }

    /// <summary>Called with each operation before it is answered.</summary>
    public Action<string>? OnCall { get; set; }

    /// <summary>A token that requests observe, as the real gateway observes the one it is given.</summary>
    public CancellationToken Honours { get; set; }

    /// <summary>Says who the caller is; not known unless a test sets it.</summary>
    public Func<CancellationToken, Task<string?>> OnFindCaller { get; init; } = _ => Task.FromResult<string?>(null);

    public Task<string?> FindCallerAsync(CancellationToken cancellationToken) => OnFindCaller(cancellationToken);

    // A different one each time, so that no test finds users that another test changed.
    public Uri Endpoint { get; init; } = new($"https://{Guid.NewGuid():N}.invalid/");

    /// <summary>Where it is; AWS unless a test sets another place.</summary>
    public Place? At { get; set; }

    public Place Place => At ?? new Place { Partition = "aws", Region = "eu-west-1", Host = Endpoint.Authority };

    public Task<Place> LocateAsync(CancellationToken cancellationToken) => Task.FromResult(Place);

    public static CognitoException Error(CognitoErrorKind kind, string message, string? operation = null) => new(kind, message) { Operation = operation };

    public void Fail(string operation, params CognitoException[] problems) => Errors[operation] = new Queue<CognitoException>(problems);

    public Task<Page<CognitoUser>> ListUsersAsync(string userPoolId, string? filter, int limit, string? paginationToken, CancellationToken cancellationToken) =>
        OnListUsers is not null ? OnListUsers(filter, paginationToken, cancellationToken) : Answer("ListUsers", () =>
        {
            if (EndlessToken is not null)
            {
                return new Page<CognitoUser>([], EndlessToken);
            }

            // One user per page, and an empty last page.
            var at = paginationToken is null ? 0 : int.Parse(paginationToken, System.Globalization.CultureInfo.InvariantCulture);
            var users = Users.Values.Where(user => filter is null || filter == $"username = \"{user.Username}\"" || filter == $"sub = \"{user.Sub}\"").ToList();
            var next = at + 1 > users.Count ? null : (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new Page<CognitoUser>(at < users.Count ? [users[at]] : [], next);
        });

    public Task<Page<CognitoUser>> ListUsersInGroupAsync(string userPoolId, string groupName, int limit, string? nextToken, CancellationToken cancellationToken) =>
        Answer<Page<CognitoUser>>("ListUsersInGroup", () => throw Error(CognitoErrorKind.ResourceNotFound, "Group not found.", "ListUsersInGroup"));

    public async Task<CognitoUser> AdminGetUserAsync(string userPoolId, string username, CancellationToken cancellationToken)
    {
        var user = await Answer("AdminGetUser", () => OnAdminGetUser?.Invoke(username) is { } other ? other
            : Aliases.TryGetValue(username, out var named) ? Users[named] with { Email = username }
            : Users.TryGetValue(username, out var found) ? found
            : throw Error(CognitoErrorKind.UserNotFound, "User does not exist."));
        await (WhileUserIsUnderWay?.Invoke() ?? Task.CompletedTask);
        return user;
    }

    public Task<AuthFactors> AdminGetUserAuthFactorsAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        Answer("AdminGetUserAuthFactors", () => new AuthFactors(Users[username].Username, Factors.GetValueOrDefault(username, ["PASSWORD"])));

    public Task<string?> AdminDisableProviderForUserAsync(string userPoolId, ProviderUser user, CancellationToken cancellationToken) =>
        Answer("AdminDisableProviderForUser", () =>
        {
            Disabled.Add(user);
            if (!Links.Remove(user, out var link))
            {
                throw Error(CognitoErrorKind.InvalidParameter, "Account isn't linked to anyone else, verify that the account has been linked", "AdminDisableProviderForUser");
            }

            Users[link.Username] = Users[link.Username] with { Identities = link.IdentitiesAfter };
            return (string?)$"request-{Disabled.Count}";
        });

    public Task<string?> AdminLinkProviderForUserAsync(string userPoolId, ProviderUser destinationUser, ProviderUser sourceUser, CancellationToken cancellationToken) =>
        Answer("AdminLinkProviderForUser", () =>
        {
            Linked.Add((destinationUser, sourceUser));
            if (LinkTakesEffect)
            {
                AddIdentity(Users.Values.First(user => destinationUser == DestinationOf(user)), sourceUser);
            }

            return LinkProblem is null ? (string?)$"link-{Linked.Count}" : throw LinkProblem;
        });

    public Task<string?> AdminUserGlobalSignOutAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        Answer("AdminUserGlobalSignOut", () => (string?)"sign-out");

    public Task<Page<IdentityProvider>> ListIdentityProvidersAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        Answer("ListIdentityProviders", () => new Page<IdentityProvider>([.. Providers.Values, .. ProvidersInUse()], null));

    public Task<IdentityProvider> DescribeIdentityProviderAsync(string userPoolId, string providerName, CancellationToken cancellationToken) =>
        Answer("DescribeIdentityProvider", () => Providers[providerName]);

    public Task<Page<UserPool>> ListUserPoolsAsync(int maxResults, string? nextToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UserPool> DescribeUserPoolAsync(string userPoolId, CancellationToken cancellationToken) =>
        Answer("DescribeUserPool", () => OnDescribeUserPool?.Invoke() ?? new UserPool { UserPoolId = userPoolId, RecoveryMechanisms = RecoveryMechanisms });

    public Task<Page<AppClient>> ListUserPoolClientsAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        Answer("ListUserPoolClients", () => new Page<AppClient>([.. AppClients.Select(client => client with { SupportedIdentityProviders = [] })], null));

    public Task<AppClient> DescribeUserPoolClientAsync(string userPoolId, string clientId, CancellationToken cancellationToken) =>
        Answer("DescribeUserPoolClient", () => AppClients.Find(client => client.ClientId == clientId) ?? throw Error(CognitoErrorKind.ResourceNotFound, $"User pool client {clientId} does not exist.", "DescribeUserPoolClient"));

    public Task<string?> UpdateUserPoolClientAsync(string userPoolId, string clientId, JsonElement settings, CancellationToken cancellationToken) =>
        Answer("UpdateUserPoolClient", () =>
        {
            ClientUpdates.Add(settings);
            OnUpdateClient?.Invoke(settings);
            var at = AppClients.FindIndex(client => client.ClientId == clientId);
            AppClients[at] = AppClients[at] with
            {
                SupportedIdentityProviders = [.. settings.GetProperty("SupportedIdentityProviders").EnumerateArray().Select(name => name.GetString()!)],
                Raw = settings,
            };
            return (string?)$"update-{ClientUpdates.Count}";
        });

    public Task<string?> AdminSetUserPasswordAsync(string userPoolId, string username, string password, CancellationToken cancellationToken) =>
        Answer("AdminSetUserPassword", () =>
        {
            OnSetPassword?.Invoke();
            Passwords.Add((username, password));
            Users[username] = Users[username] with { UserStatus = "CONFIRMED" };
            return (string?)$"password-{Passwords.Count}";
        });

    public void Dispose()
    {
    }

    private void AddIdentity(CognitoUser user, ProviderUser source)
    {
        var entry = $$"""{"userId":"{{source.ProviderAttributeValue}}","providerName":"{{source.ProviderName}}"}""";
        var others = user.Identities?[1..^1];
        Users[user.Username] = user with { Identities = string.IsNullOrEmpty(others) ? $"[{entry}]" : $"[{others},{entry}]" };
    }

    private IEnumerable<IdentityProvider> ProvidersInUse() => Users.Values
        .SelectMany(user => NameInIdentities().Matches(user.Identities ?? string.Empty))
        .Select(match => match.Groups[1].Value)
        .Distinct()
        .Where(name => !Providers.ContainsKey(name) && !DeletedProviders.Contains(name))
        .Select(name => new IdentityProvider { ProviderName = name, ProviderType = "OIDC" });

    private static ProviderUser DestinationOf(CognitoUser user)
    {
        var own = user.UserStatus == "EXTERNAL_PROVIDER" ? IdentitiesReader.Read(user).Single(entry => entry.Primary == true) : null;
        return own is null ? ProviderUser.Native(user.Username) : new ProviderUser(own.ProviderName, ProviderUser.CognitoSubject, own.UserId);
    }

    [GeneratedRegex("\"providerName\"\\s*:\\s*\"([^\"]*)\"")]
    private static partial Regex NameInIdentities();

    private Task<T> Answer<T>(string operation, Func<T> answer)
    {
        if (Honours.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(Honours);
        }

        lock (Calls)
        {
            return AnswerOne(operation, answer);
        }
    }

    private Task<T> AnswerOne<T>(string operation, Func<T> answer)
    {
        (operation is "DescribeUserPool" or "ListIdentityProviders" ? PoolReads : Calls).Add(operation);
        OnCall?.Invoke(operation);
        try
        {
            return Errors.TryGetValue(operation, out var errors) && errors.TryDequeue(out var problem)
                ? Task.FromException<T>(problem)
                : Task.FromResult(answer());
        }
        catch (CognitoException problem)
        {
            return Task.FromException<T>(problem);
        }
    }
}
