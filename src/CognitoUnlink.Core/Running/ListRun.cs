using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;
using CognitoUnlink.Input;

namespace CognitoUnlink.Running;

/// <summary>What a listing needs from its host. Every call is made from within <see cref="ListRun.Advance"/>, in the order of input.</summary>
public interface IListHost
{
    /// <summary>Shows an identity.</summary>
    /// <param name="identity">The identity.</param>
    void Show(LinkedIdentity identity);

    /// <summary>Shows a failure that does not end the listing.</summary>
    /// <param name="problem">The failure.</param>
    /// <param name="target">The user or the pool that it is about.</param>
    void Show(CognitoUnlinkException problem, string target);

    /// <summary>Warns about the listing as a whole.</summary>
    /// <param name="text">The text.</param>
    void Warn(string text);

    /// <summary>Reports how a pool was read in parts.</summary>
    /// <param name="check">The users read, compared with the service's estimate.</param>
    void Show(UserCountCheck check);
}

/// <summary>Lists identities: those of a pool, or of users, in the order of input. Nothing is billed.</summary>
/// <param name="host">The host of the listing.</param>
/// <param name="options">The listing's options.</param>
/// <param name="stop">Stops it.</param>
public sealed class ListRun(IListHost host, RunOptions options, CancellationToken stop) : IAsyncDisposable
{
    private static readonly RowMeaning s_anyUser = new();

    private readonly OrderedWork<Action> _lookups = new(options.ThrottleLimit, stop, options.Changed);
    private readonly SpecifiedProviders _providers = new();
    private readonly HashSet<PoolClient> _clients = [];
    private readonly Dictionary<(PoolClient Client, string UserPoolId, string Provider), ProviderFilter> _ofRows = [];
    private readonly List<(CognitoUnlinkException Problem, string? UserPoolId)> _problemsAtEnd = [];
    private Queue<CognitoUser> _page = new();
    private PoolListing? _listing;
    private Task? _finishing;
    private bool _isFed;

    /// <summary>Users read.</summary>
    public long Users { get; private set; }

    /// <summary>Identities that were shown.</summary>
    public long Shown { get; private set; }

    /// <summary>Users and pools that could not be read.</summary>
    public long Errors { get; private set; }

    /// <summary>Whether more input may be added.</summary>
    public bool HasRoom => _listing is null && _lookups.HasRoom;

    /// <summary>Whether everything has been listed, or the listing has ended because of a failure.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The failure that ended it; null if none did.</summary>
    public CognitoUnlinkException? Failure { get; private set; }

    /// <summary>At the end, an error for each provider name that matched nothing and that the pool does not know.</summary>
    public IReadOnlyList<(CognitoUnlinkException Problem, string? UserPoolId)> ProblemsAtEnd => _problemsAtEnd;

    /// <summary>Adds a user.</summary>
    /// <param name="client">The client for the pool.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="row">What names the user: a row, whose provider, subject and <c>sub</c> count too, or just a username. A user whom it shows is not looked up.</param>
    /// <param name="filter">Selects identities.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NotAUser"/>.</exception>
    public void AddUser(PoolClient client, string userPoolId, RowMeaning row, ProviderFilter filter)
    {
        var username = row.Username ?? throw new UnlinkException(ErrorId.NotAUser, "Nothing was read: the input names an identity, but no user.");
        _clients.Add(client);
        _providers.Add(client, userPoolId, filter);
        var ofRow = OfRow(client, userPoolId, row.ProviderName);
        _lookups.Add(null, async cancellationToken =>
        {
            try
            {
                var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
                var user = row.User ?? await users.FindUserAsync(userPoolId, username, cancellationToken).ConfigureAwait(false);
                var settings = await users.SettingsAsync(userPoolId, cancellationToken).ConfigureAwait(false);
                return () => Show(userPoolId, user, settings, filter, row, ofRow);
            }
            catch (CognitoUnlinkException problem)
            {
                return () => Fail(problem, username);
            }
        });
    }

    /// <summary>Adds every user of a pool, after what was added before.</summary>
    /// <param name="client">The client for the pool.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="filter">Selects identities.</param>
    /// <param name="parallel">Whether to read it in 16 parts at once, in no particular order.</param>
    /// <param name="isMine">Selects users; null for all.</param>
    public void AddPool(PoolClient client, string userPoolId, ProviderFilter filter, bool parallel, Func<CognitoUser, bool>? isMine = null)
    {
        _clients.Add(client);
        _providers.Add(client, userPoolId, filter);
        _lookups.AddResult(() => _listing = new PoolListing(client, userPoolId, filter, parallel, isMine, options.Changed, stop));
    }

    /// <summary>Marks the input as complete.</summary>
    public void Complete() => _isFed = true;

    /// <summary>Does the available work on the host's thread.</summary>
    /// <returns>False if there is none; then wait for <see cref="RunOptions.Changed"/>.</returns>
    /// <exception cref="OperationCanceledException">The listing is stopped.</exception>
    public bool Advance()
    {
        stop.ThrowIfCancellationRequested();
        foreach (var warning in _clients.SelectMany(client => client.TakeWarnings()))
        {
            host.Warn(warning);
        }

        if (IsEnded)
        {
            return false;
        }

        if (_listing is not null)
        {
            return AdvanceListing(_listing);
        }

        if (_lookups.TryTake(out var show))
        {
            show();
            IsEnded = Failure is not null;
            return true;
        }

        return _isFed && _lookups.Count == 0 && Finish();
    }

    /// <summary>Lists all the input to its end.</summary>
    /// <param name="tick">Called now and then, even while nothing happens.</param>
    /// <exception cref="OperationCanceledException">The listing is stopped.</exception>
    public async Task RunAsync(Action tick)
    {
        Complete();
        using var ticking = options.Changed.Tick(stop);
        await options.Changed.AdvanceUntilAsync(Advance, () => IsEnded, tick, stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lookups.DisposeAsync().ConfigureAwait(false);
        if (_listing is not null)
        {
            await _listing.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool AdvanceListing(PoolListing listing)
    {
        if (_page.TryDequeue(out var user))
        {
            if (listing.IsMine?.Invoke(user) != false)
            {
                Show(listing.UserPoolId, user, listing.Settings, listing.Filter, s_anyUser);
            }
            else
            {
                Users++;
            }

            return true;
        }

        if (listing.TryTake(out var page))
        {
            _page = page;
            return true;
        }

        if (!listing.IsRead)
        {
            return false;
        }

        _listing = null;
        if (listing.Problem is { } problem)
        {
            if (options.UserPoolId is null && problem.LeavesOtherPools)
            {
                Errors++;
                _providers.Forget(listing.UserPoolId);
                host.Show(listing.Users == 0 ? problem : problem.Saying($"Stopped after {listing.Users} {(listing.Users == 1 ? "user" : "users")}: {problem.Message}"), listing.UserPoolId);
                return true;
            }

            Failure = problem;
            IsEnded = true;
        }
        else if (listing.Check is { } check)
        {
            host.Show(check);
        }

        return true;
    }

    private bool Finish()
    {
        if (_finishing is null)
        {
            _finishing = Task.Run(FindUnknownProvidersAsync, CancellationToken.None);
            return true;
        }

        if (!_finishing.IsCompleted)
        {
            return false;
        }

        _finishing.GetAwaiter().GetResult();
        IsEnded = true;
        return true;
    }

    private async Task FindUnknownProvidersAsync()
    {
        try
        {
            _problemsAtEnd.AddRange(await _providers.FindUnknownAsync(stop).ConfigureAwait(false));
        }
        finally
        {
            options.Changed.Set();
        }
    }

    // A misspelt provider in rows is reported at the end, like one that was typed.
    private ProviderFilter? OfRow(PoolClient client, string userPoolId, string? provider)
    {
        if (provider is null or ProviderUser.CognitoProvider)
        {
            return null;
        }

        var key = (client, userPoolId, provider);
        if (!_ofRows.TryGetValue(key, out var filter))
        {
            _ofRows[key] = filter = new ProviderFilter([ProviderPattern.Escape(provider)]);
            _providers.Add(client, userPoolId, filter);
        }

        return filter;
    }

    private void Show(string userPoolId, CognitoUser user, SignInSettings settings, ProviderFilter filter, RowMeaning row, ProviderFilter? ofRow = null)
    {
        Users++;
        try
        {
            foreach (var identity in row.IdentitiesOf(userPoolId, user, filter, settings))
            {
                Shown++;
                ofRow?.IsMatch(identity.ProviderName);
                host.Show(identity);
            }
        }
        catch (UnlinkException problem)
        {
            Fail(problem, user.Username);
        }
    }

    private void Fail(CognitoUnlinkException problem, string username)
    {
        if (problem.Scope is var scope && (scope == FailureScope.Run || (scope == FailureScope.Pool && options.UserPoolId is not null)))
        {
            Failure = problem;
            return;
        }

        Errors++;
        host.Show(problem, username);
    }

    /// <summary>A pool that is read ahead of what is shown, by a bounded number of users.</summary>
    private sealed class PoolListing : IAsyncDisposable
    {
        // A page. The next one is read once these have been shown, so that stopping early costs no more.
        private const int MostAhead = 60;

        private readonly CancellationTokenSource _stop;
        private readonly SemaphoreSlim _room = new(MostAhead);
        private readonly Signal _changed;
        private readonly Task _reading;
        private Queue<CognitoUser> _read = new();
        private volatile bool _isRead;
        private int _taken;
        private int _shown;
        private bool _isFirstPageShown;

        public PoolListing(PoolClient client, string userPoolId, ProviderFilter filter, bool parallel, Func<CognitoUser, bool>? isMine, Signal changed, CancellationToken stop)
        {
            (UserPoolId, Filter, IsMine, _changed) = (userPoolId, filter, isMine, changed);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _reading = Task.Run(() => ReadAsync(client, parallel, _stop.Token), CancellationToken.None);
        }

        public string UserPoolId { get; }

        public ProviderFilter Filter { get; }

        public Func<CognitoUser, bool>? IsMine { get; }

        public SignInSettings Settings { get; private set; } = SignInSettings.Unknown;

        public CognitoUnlinkException? Problem { get; private set; }

        public UserCountCheck? Check { get; private set; }

        /// <summary>How many users were taken.</summary>
        public long Users { get; private set; }

        public bool IsRead => _isRead && _read.Count == 0;

        public bool TryTake(out Queue<CognitoUser> users)
        {
            // The first users of a page may be taken while the rest is still being read; nothing more is requested before all of it has been shown.
            _shown += _taken;
            if (_isFirstPageShown ? _taken > 0 : _shown >= MostAhead)
            {
                _room.Release(_isFirstPageShown ? _taken : _shown);
                _isFirstPageShown = true;
            }

            lock (_room)
            {
                (users, _read) = (_read, new Queue<CognitoUser>());
            }

            _taken = users.Count;
            Users += _taken;
            return _taken > 0;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _reading.WaitAsync(TimeSpan.FromSeconds(1.8), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task ReadAsync(PoolClient client, bool parallel, CancellationToken cancellationToken)
        {
            try
            {
                var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
                var partitions = parallel ? users.ListUsersInPartitions(UserPoolId) : null;
                await using var list = (partitions ?? users.ListUsersAsync(UserPoolId, cancellationToken)).GetAsyncEnumerator(cancellationToken);
                await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
                var isBegun = false;
                while (await list.MoveNextAsync().ConfigureAwait(false))
                {
                    if (!isBegun)
                    {
                        Settings = await users.SettingsAsync(UserPoolId, cancellationToken).ConfigureAwait(false);
                        isBegun = true;
                    }

                    lock (_room)
                    {
                        _read.Enqueue(list.Current);
                    }

                    _changed.Set();
                    await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                Check = partitions?.Check;
            }
            catch (OperationCanceledException)
            {
                // Nothing is taken from a stopped listing.
            }
            catch (CognitoUnlinkException problem)
            {
                Problem = problem;
            }
            finally
            {
                _isRead = true;
                _changed.Set();
            }
        }
    }
}
