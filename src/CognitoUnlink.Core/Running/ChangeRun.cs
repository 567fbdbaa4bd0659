using System.Collections.Concurrent;
using System.Globalization;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Running;

/// <summary>
/// A run of changes: it takes input, reads users, judges, sends many at once, and passes reports to its host in the order of
/// input. The host's thread adds, advances, and waits for <see cref="Changed"/>; all else happens on other threads.
/// </summary>
/// <typeparam name="TItem">The type of an item.</typeparam>
/// <typeparam name="TReport">The type of a report.</typeparam>
public abstract class ChangeRun<TItem, TReport> : IAsyncDisposable
    where TItem : class
    where TReport : ChangeReport
{
    // A request that was sent has 1.5 s to be answered; a stop takes less than 2 s whatever hangs.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.8);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(100);

    private readonly IRunHost<TReport> _host;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly OrderedWork<Action> _lookups;
    private readonly OrderedWork<TReport> _changes;
    private readonly HeldInput _held;
    private readonly Queue<Pending> _pending = new();
    private readonly SpecifiedProviders _providers = new();
    private readonly HashSet<PoolClient> _clients = [];
    private readonly ConcurrentDictionary<(Uri Endpoint, string UserPoolId), Lazy<OtherRuns>> _otherRuns = [];
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly RunCallers? _callers;
    private readonly ChangeLimit _limit;
    private readonly RunCounts _counts;
    private readonly List<(CognitoUnlinkException Problem, string? UserPoolId)> _problemsAtEnd = [];
    private InputSource? _latestSource;
    private Task<TItem>? _preview;
    private Task? _finishing;
    private Task<Queue<TReport>>? _ending;
    private long _failedWithRun;
    private bool _isFed;
    private bool _isDisposed;

    private protected ChangeRun(IRunHost<TReport> host, RunOptions options, RunTask task, RunJournal? journal, CancellationToken stop)
    {
        (_host, Options, Journal, _stop) = (host, options, journal, stop);
        _lookups = new OrderedWork<Action>(options.ThrottleLimit, stop, options.Changed);
        _changes = new OrderedWork<TReport>(options.ThrottleLimit, stop, options.Changed);
        _held = new HeldInput(NameToLookUp, options.Changed, stop);
        _callers = journal is null ? null : new RunCallers(journal, !options.NoCallerIdentity);
        _limit = new ChangeLimit(options.MaximumChange, options.StopAfter);
        _counts = new RunCounts(task, options.WhatIf);
        if (!options.WhatIf)
        {
            ChangedUsers.BeginRun();
        }
    }

    /// <summary>Set each time that <see cref="Advance"/> may have something to do.</summary>
    public Signal Changed => Options.Changed;

    /// <summary>Whether another input may be added.</summary>
    public bool HasRoom => _held.IsHolding
        ? _ending is null
        : !_held.IsReleasing && _pending.Count == 0 && _lookups.HasRoom && (_lookups.Count > 0 || _changes.HasRoom);

    /// <summary>Whether all input has been processed, or the run has ended because of a failure.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The failure or the limit that ended the run; null if none did.</summary>
    public CognitoUnlinkException? Failure { get; private set; }

    /// <summary>At the end, the problems of the run as a whole: provider names that match nothing, a journal that could not be ended.</summary>
    public IReadOnlyList<(CognitoUnlinkException Problem, string? UserPoolId)> ProblemsAtEnd => _problemsAtEnd;

    /// <summary>Items that have ended, whether or not they could be shown yet.</summary>
    public long Ended => _counts.Ended;

    /// <summary>Items that have ended, without those that failed because of what ended the run.</summary>
    public long EndedBeforeFailure => _counts.Ended - Interlocked.Read(ref _failedWithRun);

    /// <summary>Those among them with an error.</summary>
    public long Errors => _counts.Errors;

    /// <summary>Those among them that were changed, or would be if this were not a rehearsal.</summary>
    public long Changes => _counts.Changes;

    /// <summary>Describes what is in progress while no items end; usually null.</summary>
    public string? UnderWay => _held.Listed is { } listed ? string.Create(CultureInfo.InvariantCulture, $"{listed:N0} users listed to compare with {_held.Count:N0} rows") : null;

    /// <summary>Whether it changes nothing.</summary>
    public bool IsRehearsal => Options.WhatIf;

    /// <summary>The run's options.</summary>
    protected RunOptions Options { get; }

    /// <summary>The journal; null when there is none.</summary>
    protected RunJournal? Journal { get; }

    /// <summary>Adds an item.</summary>
    /// <param name="client">The client for its pool.</param>
    /// <param name="item">The item.</param>
    /// <param name="filter">Selects items by provider; null for all.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowTooLong"/>.</exception>
    public void Add(PoolClient client, TItem item, ProviderFilter? filter = null)
    {
        var identity = IdentityOf(item);
        RowLengthRule.Check(PoolOf(item), NameOf(item), identity.ProviderName, identity.ProviderAttributeName, identity.ProviderAttributeValue);
        Note(client, item, filter);
        Take(new RunInput(SourceOf(client, PoolOf(item), filter), item));
    }

    /// <summary>Adds something that cannot be used, to be reported in its turn.</summary>
    /// <param name="userPoolId">The pool; empty if not known.</param>
    /// <param name="username">The user, if known.</param>
    /// <param name="problem">The reason.</param>
    public void AddFailure(string userPoolId, string? username, CognitoUnlinkException problem) =>
        Take(new RunInput(null, new UnusableInput(userPoolId, problem.ErrorId == ErrorId.RowTooLong ? null : username, problem)));

    /// <summary>Marks the input as complete.</summary>
    public void Complete()
    {
        _isFed = true;
        _held.Release();
    }

    /// <summary>Does the available work on the host's thread.</summary>
    /// <returns>False if there is none; then wait for <see cref="Changed"/>.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped; <see cref="StopAsync"/> returns the remaining reports.</exception>
    public bool Advance()
    {
        _stop.ThrowIfCancellationRequested();
        if (_ending is not null)
        {
            return EndForFailure();
        }

        WarnOfWhatIsUnknown();
        if (_finishing is null && _limit.IsOver)
        {
            Failure = _limit.Over;
        }

        var moved = false;
        while (Failure is null && _changes.TryTake(out var report))
        {
            Show(report);
            moved = true;
        }

        while (Failure is null && (Begin() || (_pending.Count == 0 && (TakeLookup() || TakeHeld()))))
        {
            moved = true;
        }

        if (Failure is not null)
        {
            _ending = StopWorkAsync();
            return true;
        }

        return Finish() || moved;
    }

    /// <summary>Adds the input, and advances until all of it has been processed.</summary>
    /// <param name="input">Each adds a piece of input.</param>
    /// <param name="tick">Called now and then, even while nothing happens.</param>
    /// <exception cref="OperationCanceledException">The run is stopped.</exception>
    public async Task RunAsync(IAsyncEnumerable<Action> input, Action tick)
    {
        using var ticking = Changed.Tick(_stop);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        var next = input.GetAsyncEnumerator(reading.Token);
        var moving = Task.FromResult(false);
        try
        {
            while (await MoveAsync().ConfigureAwait(false))
            {
                next.Current();
                await AdvanceUntilAsync(() => HasRoom || IsEnded).ConfigureAwait(false);
            }

            Complete();
            await AdvanceUntilAsync(() => IsEnded).ConfigureAwait(false);
        }
        finally
        {
            // The source of the rows may hang; if so, it is not waited for.
            await reading.CancelAsync().ConfigureAwait(false);
            await ((Task)moving).WaitAsync(s_moment, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (moving.IsCompleted)
            {
                await next.DisposeAsync().ConfigureAwait(false);
            }
        }

        // Input may be slow to arrive; work in progress must not wait for it.
        async Task<bool> MoveAsync()
        {
            if (IsEnded)
            {
                return false;
            }

            moving = next.MoveNextAsync().AsTask();
            if (!moving.IsCompleted)
            {
                _ = moving.ContinueWith(_ => Changed.Set(), TaskScheduler.Default);
                await AdvanceUntilAsync(() => moving.IsCompleted || IsEnded).ConfigureAwait(false);
            }

            return !IsEnded && await moving.ConfigureAwait(false);
        }

        Task AdvanceUntilAsync(Func<bool> condition) => Changed.AdvanceUntilAsync(Advance, condition, tick, _stop);
    }

    /// <summary>
    /// Begins nothing more and gives requests that were sent a moment to be answered. Takes less than 2 s, whatever hangs.
    /// Call it when a run is stopped or its host cannot continue.
    /// </summary>
    /// <returns>The reports not shown yet, in the order of input.</returns>
    public async Task<IReadOnlyList<TReport>> StopAsync()
    {
        if (IsEnded)
        {
            return [];
        }

        _ending ??= StopWorkAsync();
        var reports = await _ending.ConfigureAwait(false);
        IsEnded = true;
        return [.. reports];
    }

    /// <summary>Summarizes the run so far.</summary>
    public RunSummary Summarize() => _counts.Summarize(
        [.. _clients.Select(client => client.Caller).OfType<Calling.ServiceCaller>().Distinct()],
        isComplete: IsEnded && Failure is null && _ending is null,
        Journal?.Path);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!IsEnded)
        {
            await StopAsync().ConfigureAwait(false);
        }

        if (!Options.WhatIf && !_isDisposed)
        {
            _isDisposed = true;
            ChangedUsers.EndRun();
        }

        await _lookups.DisposeAsync().ConfigureAwait(false);
        await _changes.DisposeAsync().ConfigureAwait(false);
        _held.Dispose();
        _callers?.Dispose();
        _end.Dispose();
        foreach (var others in _otherRuns.Values.Where(others => others.IsValueCreated))
        {
            others.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Whether an item must be looked up, concurrently with others, before it can begin.</summary>
    private protected virtual bool NeedsLookup(TItem item) => false;

    /// <summary>Whether a preview of the item needs a read.</summary>
    private protected abstract bool NeedsPreview(TItem item);

    /// <summary>Checks an item and, for a preview, reads what the preview needs. Called concurrently.</summary>
    private protected abstract Task<TItem> ReadAsync(UserReader users, TItem item, CancellationToken cancellationToken);

    /// <summary>Requests what else a preview needs, if the items before it have shown that it does; null if nothing.</summary>
    private protected virtual Task<TItem>? StartPreview(PoolClient client, TItem item, CancellationToken cancellationToken) => null;

    /// <summary>Returns what would happen to an item that has been read. Called one at a time, in the order of input.</summary>
    private protected abstract TReport Preview(TItem item);

    /// <summary>Reverts that the preview counts an item as done: the user chose to keep it.</summary>
    private protected virtual void Keep(TItem item)
    {
    }

    /// <summary>Makes the change. If it is cancelled, it has had no effect.</summary>
    private protected abstract Task<TReport> ChangeAsync(UserReader users, TItem item, CancellationToken cancellationToken);

    /// <summary>The report of something that failed before it was begun.</summary>
    private protected abstract TReport Failed(string userPoolId, string? username, TItem? item, CognitoUnlinkException problem);

    /// <summary>The report of a change that was not answered when the run was stopped.</summary>
    private protected abstract TReport Abandoned(TItem item);

    /// <summary>Describes user, provider and subject.</summary>
    private protected abstract string Describe(TItem item);

    private protected abstract string PoolOf(TItem item);

    private protected abstract string? NameOf(TItem item);

    private protected abstract ProviderUser IdentityOf(TItem item);

    /// <summary>The name of the user that a rehearsal of this looks up; null for none.</summary>
    private protected virtual string? NameToLookUp(RunInput input) =>
        Options.WhatIf && input.What is TItem item && !NeedsLookup(item) && NeedsPreview(item) ? NameOf(item) : null;

    /// <summary>Further warnings, each once.</summary>
    private protected virtual IEnumerable<string> TakeWarnings() => [];

    /// <summary>A warning once all input has been processed; null for none.</summary>
    private protected virtual string? WarningAtEnd() => null;

    /// <summary>Processes an input, in its turn.</summary>
    private protected virtual void Work(RunInput input)
    {
        switch (input)
        {
            case { What: TItem item, Source: { } source }:
                Work(source, item);
                break;
            case { What: UnusableInput unusable }:
                AfterLookups(() => AddReport(Failed(unusable.UserPoolId, unusable.Username, null, unusable.Problem)));
                break;
        }
    }

    /// <summary>Takes an input: processes it now, or once the names of others are known too.</summary>
    private protected void Take(RunInput input)
    {
        if (!_held.Hold(input))
        {
            Work(input);
        }
    }

    /// <summary>What inputs have in common, as one object for consecutive ones.</summary>
    private protected InputSource SourceOf(PoolClient client, string userPoolId, ProviderFilter? filter, bool isNamed = false)
    {
        var source = new InputSource(client, userPoolId, filter, isNamed);
        return _latestSource = source == _latestSource ? _latestSource : source;
    }

    /// <summary>Finds a user without being billed.</summary>
    private protected Task<CognitoUser> FindUserAsync(UserReader users, string userPoolId, string username, CancellationToken cancellationToken) =>
        users.FindUserAsync(userPoolId, username, _held.ListedOf(users, userPoolId), cancellationToken);

    /// <summary>The same, but only by a name that AdminGetUser would find the user by, since that is what the change will call.</summary>
    private protected Task<CognitoUser> FindByNameAsync(UserReader users, string userPoolId, string username, CancellationToken cancellationToken) =>
        users.FindByNameAsync(userPoolId, username, _held.ListedOf(users, userPoolId), cancellationToken);

    /// <summary>Looks something up concurrently, and continues in the order of input.</summary>
    private protected void LookUp(string userPoolId, string? username, TItem? item, Func<CancellationToken, Task<Action>> lookUp) =>
        _lookups.Add(null, async cancellationToken =>
        {
            try
            {
                return await lookUp(cancellationToken).ConfigureAwait(false);
            }
            catch (CognitoUnlinkException problem)
            {
                if (ScopeOf(problem) == FailureScope.Run)
                {
                    _lookups.StartNoMore();
                }

                return () => AddReport(Failed(userPoolId, username, item, problem));
            }
        });

    /// <summary>Does something in its turn.</summary>
    private protected void AfterLookups(Action then)
    {
        if (_lookups.Count == 0)
        {
            then();
        }
        else
        {
            _lookups.AddResult(then);
        }
    }

    /// <summary>Adds an item whose user has been read.</summary>
    private protected void AddRead(PoolClient client, TItem item) => _pending.Enqueue(new Pending(client, item, null));

    /// <summary>Warns about the run as a whole.</summary>
    private protected void Warn(string text) => _host.Warn(text);

    /// <summary>Reports that a user has nothing to change.</summary>
    private protected void ShowNothingToDo(string text, bool isNamed) => _host.ShowNothingToDo(text, isNamed);

    private protected void CountWithoutMatch() => _counts.WithoutMatch();

    /// <summary>Remembers a client and a filter for the end of the run.</summary>
    private protected void Note(PoolClient client, string userPoolId, ProviderFilter? filter)
    {
        _clients.Add(client);
        if (filter is { Patterns.Count: > 0 })
        {
            _providers.Add(client, userPoolId, filter);
        }
    }

    /// <summary>Records the age of a listing that a rehearsal relies on.</summary>
    private protected void NoteListing(DateTime? listedAt)
    {
        if (Options.WhatIf)
        {
            _counts.NoteListing(listedAt);
        }
    }

    /// <summary>Records a change in a rehearsal that an undo may not reverse.</summary>
    private protected void NoteUncertainUndo() => _counts.NoteUncertainUndo();

    /// <summary>Joins two sentences, either of which may be null; null if both are.</summary>
    private protected static string? Sentences(string? one, string? other) => one is null ? other : other is null ? one : $"{one} {other}";

    private void Note(PoolClient client, TItem item, ProviderFilter? filter) => Note(client, PoolOf(item), filter);

    private FailureScope ScopeOf(CognitoUnlinkException problem) => problem.Scope switch
    {
        FailureScope.Pool => Options.UserPoolId is null ? FailureScope.Item : FailureScope.Run,
        var scope => scope,
    };

    private void WarnOfWhatIsUnknown()
    {
        foreach (var warning in _clients.SelectMany(client => client.TakeWarnings()).Concat(Journal?.TakeWarnings() ?? []).Concat(TakeWarnings()))
        {
            _host.Warn(warning);
        }

        while (_warnings.TryDequeue(out var warning))
        {
            _host.Warn(warning);
        }
    }

    private void Work(InputSource source, TItem item)
    {
        var pending = new Pending(source.Client, item, source.Filter);
        if (!NeedsLookup(item) && !((Options.WhatIf || Options.Confirm) && NeedsPreview(item)))
        {
            AfterLookups(() => _pending.Enqueue(pending));
            return;
        }

        LookUp(source.UserPoolId, NameOf(item), item, async cancellationToken =>
        {
            var users = await source.Client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var read = await ReadAsync(users, item, cancellationToken).ConfigureAwait(false);
            return () => _pending.Enqueue(pending with { Item = read });
        });
    }

    private bool TakeHeld()
    {
        if (!_lookups.HasRoom || !_held.TryTake(out var input))
        {
            return false;
        }

        Work(input);
        return true;
    }

    private bool TakeLookup()
    {
        if (!_lookups.TryTake(out var then))
        {
            return false;
        }

        then();
        return true;
    }

    // The next item in order: selected, previewed, confirmed, begun.
    private bool Begin()
    {
        if (!_pending.TryPeek(out var next) || !_changes.HasRoom)
        {
            return false;
        }

        if (next.Filter?.IsMatch(IdentityOf(next.Item).ProviderName) == false)
        {
            _pending.Dequeue();
            _host.ShowNothingToDo($"Left unchanged, because its provider was not specified: {Describe(next.Item)}.", isNamed: false);
            return true;
        }

        // Those in flight may still turn out to be changes.
        if (_changes.Unfinished > 0 && !_limit.HasRoomBeside(_changes.Unfinished))
        {
            return false;
        }

        try
        {
            if (IsPreviewPending(ref next))
            {
                return false;
            }

            _pending.Dequeue();
            Begin(next.Client, next.Item);
        }
        catch (CognitoUnlinkException problem)
        {
            AddReport(Failed(PoolOf(next.Item), NameOf(next.Item), next.Item, problem));
        }

        return true;
    }

    // One item at a time, since what is requested depends on those before it.
    private bool IsPreviewPending(ref Pending next)
    {
        if (!(Options.WhatIf || Options.Confirm) || !_limit.HasRoomBeside(0))
        {
            return false;
        }

        if (_preview is null && (_preview = StartPreview(next.Client, next.Item, _end.Token)) is { } begun)
        {
            _ = begun.ContinueWith(_ => Changed.Set(), TaskScheduler.Default);
        }

        if (_preview is not { } preview)
        {
            return false;
        }

        if (!preview.IsCompleted)
        {
            return true;
        }

        _preview = null;
        try
        {
            next = next with { Item = preview.GetAwaiter().GetResult() };
            return false;
        }
        catch
        {
            _pending.Dequeue();
            throw;
        }
    }

    private void Begin(PoolClient client, TItem item)
    {
        try
        {
            _limit.Check();
        }
        catch (UnlinkException limit)
        {
            _counts.NotBegun(1);
            Failure = limit;
            return;
        }

        if (Options.WhatIf)
        {
            AddReport(PreviewAt(client, item));
            return;
        }

        if (Options.Confirm && !_host.Confirm(PreviewAt(client, item)))
        {
            _counts.Declined();
            Keep(item);
            return;
        }

        object? user = NameOf(item) is { } name ? (PoolOf(item), name) : null;
        var ending = new Ending();
        _changes.Add(user, async cancellationToken => End(ending, await ChangeOneAsync(client, item, cancellationToken).ConfigureAwait(false)), () => End(ending, Abandoned(item)));
    }

    private TReport PreviewAt(PoolClient client, TItem item)
    {
        var preview = Preview(item);
        preview.Place = client.Place;
        return preview;
    }

    // What was abandoned may still end: whichever is first counts.
    private TReport End(Ending ending, TReport report)
    {
        lock (ending)
        {
            return ending.Report ??= Count(report);
        }
    }

    private async Task<TReport> ChangeOneAsync(PoolClient client, TItem item, CancellationToken cancellationToken)
    {
        TReport report;
        try
        {
            var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (Journal is not null)
            {
                var place = await users.PlaceAsync(cancellationToken).ConfigureAwait(false);
                await Journal.EnterAsync(PoolOf(item), place, Options.ConfirmPlace, cancellationToken).ConfigureAwait(false);
                _callers!.Find(users.Caller.Gateway, place);
            }

            LookForOtherRuns(users.Caller.Gateway.Endpoint, PoolOf(item));
            report = await ChangeAsync(users, item, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem)
        {
            report = Failed(PoolOf(item), NameOf(item), item, problem);
        }

        if (report.Error is { } error && ScopeOf(error) == FailureScope.Run)
        {
            _changes.StartNoMore();
        }

        return report;
    }

    private void LookForOtherRuns(Uri endpoint, string userPoolId)
    {
        if (_otherRuns.GetOrAdd((endpoint, userPoolId), pool => new Lazy<OtherRuns>(() => new OtherRuns(pool.Endpoint, pool.UserPoolId, Options.Shard))).Value.Look() is { } warning)
        {
            _warnings.Enqueue(warning);
        }
    }

    private void AddReport(TReport report) => _changes.AddResult(Count(report));

    private TReport Count(TReport report)
    {
        // Before the item ends, so that the limit always sees it either in flight or counted.
        _counts.Count(report);
        if (report.IsChange)
        {
            _limit.Count();
        }
        else if (report.Error is { } problem && ScopeOf(problem) == FailureScope.Run)
        {
            Interlocked.Increment(ref _failedWithRun);
        }

        return report;
    }

    private void Show(TReport report)
    {
        if (report.Error is { } problem && ScopeOf(problem) == FailureScope.Run)
        {
            Failure ??= problem;
        }

        _host.Show(report);
    }

    // What was in flight may have changed a user, and is shown; what failed for the same reason is not shown again.
    private bool EndForFailure()
    {
        if (IsEnded || !_ending!.IsCompleted)
        {
            return false;
        }

        while (_ending.Result.TryDequeue(out var report))
        {
            if (report.IsChange || report.Error is not { } problem || ScopeOf(problem) != FailureScope.Run)
            {
                _host.Show(report);
            }
        }

        IsEnded = true;
        return true;
    }

    private async Task<Queue<TReport>> StopWorkAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        var callers = (_callers?.StopAsync(s_patience) ?? Task.CompletedTask).WaitAsync(s_patience + s_moment, CancellationToken.None);
        var lookups = _lookups.EndAsync(s_patience);
        var held = _held.EndAsync(s_patience);
        var (reports, notBegun) = await _changes.EndAsync(s_patience).ConfigureAwait(false);
        var (ended, unread) = await lookups.ConfigureAwait(false);
        await callers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _counts.NotBegun(notBegun + ended.Count + unread + _pending.Count + await held.ConfigureAwait(false));
        _pending.Clear();
        Changed.Set();
        return new Queue<TReport>(reports);
    }

    private bool Finish()
    {
        if (!_isFed || _held.Count > 0 || _lookups.Count > 0 || _pending.Count > 0 || _changes.Count > 0 || IsEnded)
        {
            return false;
        }

        if (_finishing is null)
        {
            if (Journal is not null && Options.Client is { } clientOfPool)
            {
                _clients.Add(clientOfPool);
            }

            if (WarningAtEnd() is { } warning)
            {
                _host.Warn(warning);
            }

            _finishing = Task.Run(FinishAsync, CancellationToken.None);
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

    private async Task FinishAsync()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_stop, _end.Token);
        try
        {
            _problemsAtEnd.AddRange(await _providers.FindUnknownAsync(stopping.Token).ConfigureAwait(false));
            if (Journal is null)
            {
                return;
            }

            if (Options is { UserPoolId: { } pool, Client: { } clientOfPool } && Journal.HasOpenIntents(pool))
            {
                await TryAsync(async () =>
                    await Journal.SettleAsync(pool, await clientOfPool.ConnectAsync(stopping.Token).ConfigureAwait(false), stopping.Token).ConfigureAwait(false)).ConfigureAwait(false);
            }

            await _callers!.EndAsync().ConfigureAwait(false);
            await TryAsync(() => Journal.EndAsync([.. _clients.Select(client => client.Caller).OfType<Calling.ServiceCaller>()])).ConfigureAwait(false);
        }
        finally
        {
            Changed.Set();
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem)
        {
            _problemsAtEnd.Add((problem, Options.UserPoolId));
        }
    }

    private sealed class Ending
    {
        public TReport? Report { get; set; }
    }

    private sealed record Pending(PoolClient Client, TItem Item, ProviderFilter? Filter);
}
