using System.Collections.Concurrent;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.InFlight;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Identities;

/// <summary>Reads users and providers.</summary>
/// <param name="caller">Makes the calls.</param>
public sealed class UserReader(ServiceCaller caller)
{
    private readonly OnceByKey<IReadOnlyList<string>?> _providerNames = new();
    private readonly OnceByKey<SignInSettings> _settings = new();
    private readonly OnceByKey<Place> _place = new();
    private readonly OnceByKey<DescribedPool> _pools = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentDictionary<string, bool> _poolsWithoutFactors = [];

    /// <summary>Makes the calls.</summary>
    public ServiceCaller Caller => caller;

    /// <summary>Where requests go, with the instance of a local user pool; determined once.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CognitoException">A local user pool does not answer.</exception>
    public Task<Place> PlaceAsync(CancellationToken cancellationToken) =>
        _place.GetAsync(string.Empty, () => caller.Gateway.LocateAsync(cancellationToken), cancellationToken);

    /// <summary>Every user of a pool, page by page.</summary>
    /// <remarks>
    /// Tokens last an hour. If the caller takes longer over a page, the pool is read again, skipping the users already
    /// returned; for that the sub of each is remembered, in 16 bytes per user.
    /// </remarks>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public IAsyncEnumerable<CognitoUser> ListUsersAsync(string userPoolId, CancellationToken cancellationToken) =>
        new UserListing(caller, userPoolId, filter: null).ReadAsync(cancellationToken);

    /// <summary>Every user of a pool, in 16 partitions at once.</summary>
    /// <param name="userPoolId">The pool.</param>
    public PartitionedUserList ListUsersInPartitions(string userPoolId) => new(caller, userPoolId);

    /// <summary>The current state of one user. The read makes the user active, and so billed, for the month.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUsername"/>; <see cref="ErrorId.OtherUser"/>, the answer is about a user with another name.</exception>
    public async Task<CognitoUser> GetUserAsync(string userPoolId, string username, CancellationToken cancellationToken)
    {
        UsernameRule.Check(username);
        try
        {
            return await ReadAsync(userPoolId, username, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound && FormulaText.Unescape(username) is { } plain)
        {
            // The name may have been escaped for spreadsheets.
            return await ReadAsync(userPoolId, plain, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CognitoUser> ReadAsync(string userPoolId, string username, CancellationToken cancellationToken)
    {
        CognitoUser user;
        try
        {
            user = await caller.CallAsync(
                QuotaCategory.UserRead,
                (gateway, cancellation) =>
                {
                    caller.CountBilledRead();
                    return gateway.AdminGetUserAsync(userPoolId, username, cancellation);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind is CognitoErrorKind.UserNotFound or CognitoErrorKind.InvalidParameter)
        {
            // The service's message does not name the user.
            throw problem.Saying(problem.Kind == CognitoErrorKind.UserNotFound
                ? NoSuchUser(userPoolId, username)
                : $"User '{username}' of user pool {userPoolId}: {problem.Message}");
        }

        return await IsCalledAsync(userPoolId, username, user, cancellationToken).ConfigureAwait(false)
            ? user
            : throw new UnlinkException(
                ErrorId.OtherUser,
                $"User '{username}' of user pool {userPoolId} was requested, but the service returned user '{user.Username}'. Neither their username nor their sub, e-mail address, phone number or preferred username is '{username}'.");
    }

    private async Task<bool> IsCalledAsync(string userPoolId, string name, CognitoUser user, CancellationToken cancellationToken) =>
        UserNaming.IsCalled(name, user, StringComparison.Ordinal)
        || (UserNaming.IsCalled(name, user, StringComparison.OrdinalIgnoreCase)
            && (await DescribeOnceAsync(userPoolId, cancellationToken).ConfigureAwait(false)).Pool?.CaseSensitive != true);

    /// <summary>
    /// Whether a user can sign in with a passkey or a one-time code. The request may be billed as <see cref="GetUserAsync"/> is. If it is denied, or the
    /// endpoint does not support it, that is a warning, and no other user of the pool is queried.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The username.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CognitoException">It cannot be determined now.</exception>
    public async Task<bool> HasOtherFactorAsync(string userPoolId, string username, CancellationToken cancellationToken)
    {
        if (_poolsWithoutFactors.ContainsKey(userPoolId))
        {
            return false;
        }

        try
        {
            var factors = await caller.CallAsync(
                QuotaCategory.UserRead,
                (gateway, cancellation) =>
                {
                    caller.CountBilledRead();
                    return gateway.AdminGetUserAuthFactorsAsync(userPoolId, username, cancellation);
                },
                cancellationToken).ConfigureAwait(false);

            // An answer about another user proves nothing.
            return factors.HasOtherThanPassword && username.Equals(factors.Username, StringComparison.OrdinalIgnoreCase);
        }
        catch (CognitoException problem) when (problem.Kind is CognitoErrorKind.InvalidParameter or CognitoErrorKind.NotAuthorized)
        {
            return false;
        }
        catch (CognitoException problem) when (CannotAnswer(problem))
        {
            if (_poolsWithoutFactors.TryAdd(userPoolId, true))
            {
                _warnings.Enqueue($"Passkeys and one-time codes do not count as ways to sign in, because they cannot be read in user pool {userPoolId}: {problem.Message}");
            }

            return false;
        }
    }

    private static bool CannotAnswer(CognitoException problem) => problem.Kind is CognitoErrorKind.AccessDenied or CognitoErrorKind.Forbidden
        or CognitoErrorKind.OperationNotEnabled or CognitoErrorKind.OperationNotSupported or CognitoErrorKind.UnexpectedResponse or CognitoErrorKind.Unknown;

    /// <summary>
    /// One user as the listing shows it. Unlike <see cref="GetUserAsync"/> it is not billed, but a very recent change may be missing. A
    /// user is found by username, sub, e-mail address, phone number or preferred username.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="CognitoException"><see cref="CognitoErrorKind.UserNotFound"/>: no user, or more than one, is found.</exception>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUsername"/>.</exception>
    public Task<CognitoUser> FindUserAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        FindUserAsync(userPoolId, username, named: null, cancellationToken);

    /// <summary>The same, without a request if a listing was read for the name.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="named">Users found in a listing; null for none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    internal async Task<CognitoUser> FindUserAsync(string userPoolId, string username, NamedUsers? named, CancellationToken cancellationToken)
    {
        UsernameRule.Check(username);
        try
        {
            return await FindAsync(userPoolId, username, named, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound && FormulaText.Unescape(username) is { } plain)
        {
            // The name may have been escaped for spreadsheets.
            return await FindAsync(userPoolId, plain, named, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The same, if AdminGetUser would find the user by this name.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user.</param>
    /// <param name="named">Users found in a listing; null for none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    internal async Task<CognitoUser> FindByNameAsync(string userPoolId, string username, NamedUsers? named, CancellationToken cancellationToken)
    {
        var user = await FindUserAsync(userPoolId, username, named, cancellationToken).ConfigureAwait(false);
        return UserNaming.IsUsername(username, user) || UserNaming.WhyNoName(username, user, (await DescribeOnceAsync(userPoolId, cancellationToken).ConfigureAwait(false)).Pool) is not { } why
            ? user
            : throw new CognitoException(CognitoErrorKind.UserNotFound, $"{NoSuchUser(userPoolId, username)} User '{user.Username}' has it as their {why}. Use the username.") { Operation = "ListUsers" };
    }

    /// <summary>
    /// Lists a pool for all names at once, if that takes fewer requests than one per name. Names that it does not settle, for instance
    /// because the pool is larger than the service estimates, must be looked up one by one.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="names">The names, which receive the users found.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="CognitoException">The pool cannot be listed.</exception>
    internal async Task ListNamedAsync(string userPoolId, NamedUsers names, CancellationToken cancellationToken)
    {
        // Without an estimate, the listing itself shows whether it takes too many pages.
        if (await EstimatedNumberOfUsersAsync(userPoolId, cancellationToken).ConfigureAwait(false) / Pages.Largest > names.Count)
        {
            return;
        }

        var listing = new UserListing(caller, userPoolId, filter: null) { MostPages = names.Count, MayRepeat = true };
        await foreach (var user in listing.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Take(user);
        }

        names.IsWhole = listing.IsWhole;
    }

    private async Task<CognitoUser> FindAsync(string userPoolId, string username, NamedUsers? named, CancellationToken cancellationToken)
    {
        if (await FindByAsync(UserNaming.Username, username).ConfigureAwait(false) is { } user)
        {
            return user;
        }

        // Filters on the username are case-sensitive, even in a case-insensitive pool.
        if (UserNaming.InLowerCase(username) is { } lower
            && (await DescribeOnceAsync(userPoolId, cancellationToken).ConfigureAwait(false)).Pool?.CaseSensitive == false
            && await FindByAsync(UserNaming.Username, lower).ConfigureAwait(false) is { } inLowerCase)
        {
            return inLowerCase;
        }

        return await FindByAsync(UserNaming.OtherAttribute(username), username).ConfigureAwait(false)
            ?? throw new CognitoException(CognitoErrorKind.UserNotFound, NoSuchUser(userPoolId, username)) { Operation = "ListUsers" };

        async Task<CognitoUser?> FindByAsync(string attribute, string name)
        {
            var (count, found) = named?.Find(attribute, name) ?? await SearchAsync(userPoolId, attribute, name, cancellationToken).ConfigureAwait(false);
            return count <= 1
                ? found
                : throw new CognitoException(CognitoErrorKind.UserNotFound, $"Several users of user pool {userPoolId} have '{name}' as their {attribute}, and a listing does not show which one is meant. Use the username.") { Operation = "ListUsers" };
        }
    }

    /// <summary>
    /// The username of the user that a name refers to. This is billed only if the listing does not show it and the user has to be read.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="name">The name.</param>
    /// <param name="named">Users found in a listing; null for none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The name itself if it refers to no user.</returns>
    /// <exception cref="CognitoUnlinkException">It cannot be determined.</exception>
    internal async Task<string> UsernameOfAsync(string userPoolId, string name, NamedUsers? named, CancellationToken cancellationToken)
    {
        try
        {
            return await ListedAsync().ConfigureAwait(false) ?? (await GetUserAsync(userPoolId, name, cancellationToken).ConfigureAwait(false)).Username;
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return name;
        }
        catch (UnlinkException problem) when (problem.ErrorId == ErrorId.InvalidUsername)
        {
            return name;
        }

        async Task<string?> ListedAsync()
        {
            try
            {
                return (await FindUserAsync(userPoolId, name, named, cancellationToken).ConfigureAwait(false)).Username;
            }
            catch (CognitoException problem) when (problem.Kind is CognitoErrorKind.UserNotFound or CognitoErrorKind.AccessDenied or CognitoErrorKind.InvalidParameter)
            {
                return null;
            }
        }
    }

    internal async Task<bool> MayBeAliasAsync(string userPoolId, string name, CancellationToken cancellationToken) =>
        UserNaming.MayBeAlias(name, (await DescribeOnceAsync(userPoolId, cancellationToken).ConfigureAwait(false)).Pool);

    /// <summary>The service's estimate of the number of users in a pool; null if not available, for instance for lack of a permission.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<long?> EstimatedNumberOfUsersAsync(string userPoolId, CancellationToken cancellationToken)
    {
        try
        {
            return (await DescribeAsync(userPoolId, cancellationToken).ConfigureAwait(false)).EstimatedNumberOfUsers;
        }
        catch (CognitoException)
        {
            return null;
        }
    }

    /// <summary>The exact names of a pool's identity providers, read once; null if the caller may not list them.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<IReadOnlyList<string>?> ProviderNamesAsync(string userPoolId, CancellationToken cancellationToken) =>
        _providerNames.GetAsync(userPoolId, () => ListProviderNamesAsync(userPoolId, cancellationToken), cancellationToken);

    /// <summary>A pool's settings for ways to sign in, read once. What the caller may not read is unknown, with a warning.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="CognitoException">Nothing can be read: there are no credentials, or there is no such pool.</exception>
    public Task<SignInSettings> SettingsAsync(string userPoolId, CancellationToken cancellationToken) =>
        _settings.GetAsync(userPoolId, () => ReadSettingsAsync(userPoolId, cancellationToken), cancellationToken);

    /// <summary>A pool's settings for ways to sign in; null if they were not read yet.</summary>
    /// <param name="userPoolId">The pool.</param>
    public SignInSettings? SettingsIfRead(string userPoolId) => _settings.Find(userPoolId);

    /// <summary>What could not be determined, as messages for the user; each once. Thread-safe.</summary>
    public IEnumerable<string> TakeWarnings()
    {
        while (_warnings.TryDequeue(out var warning))
        {
            yield return warning;
        }
    }

    private static string NoSuchUser(string userPoolId, string username) => $"There is no user '{username}' in user pool {userPoolId}.";

    private async Task<(int Count, CognitoUser? User)> SearchAsync(string userPoolId, string attribute, string value, CancellationToken cancellationToken)
    {
        var filter = $"{attribute} = \"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        List<CognitoUser> found = [];
        await foreach (var user in caller.ListAsync(
            QuotaCategory.UserList, (gateway, token, cancellation) => gateway.ListUsersAsync(userPoolId, filter, Pages.Largest, token, cancellation), cancellationToken).ConfigureAwait(false))
        {
            found.Add(user);
            if (found.Count == 2)
            {
                break;
            }
        }

        return (found.Count, found.FirstOrDefault());
    }

    private Task<UserPool> DescribeAsync(string userPoolId, CancellationToken cancellationToken) => caller.CallAsync(
        QuotaCategory.UserPoolRead, (gateway, cancellation) => gateway.DescribeUserPoolAsync(userPoolId, cancellation), cancellationToken);

    private Task<DescribedPool> DescribeOnceAsync(string userPoolId, CancellationToken cancellationToken) => _pools.GetAsync(
        userPoolId,
        async () =>
        {
            try
            {
                return new DescribedPool(await DescribeAsync(userPoolId, cancellationToken).ConfigureAwait(false), null);
            }
            catch (CognitoException problem) when (MayGoOn(problem))
            {
                return new DescribedPool(null, problem);
            }
        },
        cancellationToken);

    private async Task<SignInSettings> ReadSettingsAsync(string userPoolId, CancellationToken cancellationToken)
    {
        var (pool, problem) = await DescribeOnceAsync(userPoolId, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            _warnings.Enqueue($"The settings of user pool {userPoolId} cannot be read, so users who cannot reset their password are not detected and not refused. {problem.Message}");
        }

        return new SignInSettings(pool, await ProviderNamesOrWarnAsync(userPoolId, cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<string>?> ProviderNamesOrWarnAsync(string userPoolId, CancellationToken cancellationToken)
    {
        var warning = $"The identity providers of user pool {userPoolId} cannot be listed, so an identity from a deleted provider also counts as a way to sign in";
        try
        {
            if (await ProviderNamesAsync(userPoolId, cancellationToken).ConfigureAwait(false) is { } names)
            {
                return names;
            }

            _warnings.Enqueue($"{warning}.");
        }
        catch (CognitoException problem) when (MayGoOn(problem))
        {
            _warnings.Enqueue($"{warning}: {problem.Message}");
        }

        return null;
    }

    // What cannot be read for the moment must not be taken for what cannot be read at all: the guards would let everybody pass.
    private static bool MayGoOn(CognitoException problem) => problem.Kind == CognitoErrorKind.AccessDenied || problem is { Scope: FailureScope.Item, IsTransient: false };

    private async Task<IReadOnlyList<string>?> ListProviderNamesAsync(string userPoolId, CancellationToken cancellationToken)
    {
        List<string> names = [];
        try
        {
            await foreach (var provider in caller.ListAsync(
                QuotaCategory.UserPoolResourceRead,
                (gateway, token, cancellation) => gateway.ListIdentityProvidersAsync(userPoolId, Pages.Largest, token, cancellation),
                cancellationToken).ConfigureAwait(false))
            {
                names.Add(provider.ProviderName);
            }
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.AccessDenied)
        {
            return null;
        }

        return names;
    }

    /// <param name="Pool">The pool's settings; null when they cannot be read.</param>
    /// <param name="Problem">Why they cannot be read.</param>
    private sealed record DescribedPool(UserPool? Pool, CognitoException? Problem);
}
