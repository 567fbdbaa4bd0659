using System.Collections.Concurrent;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Journaling;

/// <summary>
/// The journal of one run of changes: an intent with everything needed for an undo is on disk before its request is sent.
/// Opened on an existing file, it resumes the earlier runs.
/// </summary>
public abstract class RunJournal : IAsyncDisposable
{
    private const int LongestId = 200;

    private static readonly string? s_version = typeof(RunJournal).Assembly.GetName().Version?.ToString(3);

    private readonly JournalState _state = new();
    private readonly PoolPlaces _places = new();
    private readonly ConcurrentDictionary<(string UserPoolId, Place Place), bool> _entered = [];
    private readonly OnceByKey<Exception?> _entries = new();
    private readonly ConcurrentDictionary<RunCaller, bool> _callers = [];
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly OnceByKey<bool> _settledPools = new();
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly JournalWriter _writer;
    private readonly long[] _lines = new long[Enum.GetValues<JournalEvent>().Length];
    private readonly object _beginning = new();
    private RunSettings _settings = new();
    private Place? _place;
    private bool _isBegun;

    private protected RunJournal(string path)
    {
        _writer = JournalWriter.Open(path, record =>
        {
            _state.Add(record);
            _places.Add(record);
        });
        if (JournalErrors.PassedOver(Path, _writer.TooLong) is { } warning)
        {
            _warnings.Enqueue(warning);
        }

        if (_writer.IsOpenToOthers)
        {
            _warnings.Enqueue($"Other users of this computer may read or change the journal '{Path}', which names people and their identities. To prevent this, use 'chmod 600'.");
        }
    }

    /// <summary>The file.</summary>
    public string Path => _writer.Path;

    /// <summary>The unfinished line of an earlier run, which was cut off; null if there was none.</summary>
    public JournalTornLine? TornLine => _writer.TornLine;

    /// <summary>
    /// Records where the run works on a pool, before it does: once for each. A pool that earlier runs of the journal worked on elsewhere is refused.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="place">Where requests go.</param>
    /// <param name="confirm">Asks the user about a journal that does not say where it was made; null to confirm everything.</param>
    /// <param name="cancellationToken">Cancels the wait for another caller.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.OtherPlace"/>, <see cref="ErrorId.PlaceNotConfirmed"/>.</exception>
    public ValueTask EnterAsync(string userPoolId, Place place, Func<string, Task<bool>>? confirm, CancellationToken cancellationToken) =>
        _entered.ContainsKey((userPoolId, place)) ? ValueTask.CompletedTask : new(EnterOnceAsync(userPoolId, place, confirm, cancellationToken));

    /// <summary>The warnings for the user; each once. Thread-safe.</summary>
    public IEnumerable<string> TakeWarnings()
    {
        while (_warnings.TryDequeue(out var warning))
        {
            yield return warning;
        }
    }

    /// <summary>
    /// Settles the intents of a pool without an outcome, because their run was killed, by reading their users: once, even if
    /// called concurrently, and again for what is still open after a failure. The intent of a user who cannot be read stays open.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="users">Reads the users.</param>
    /// <param name="cancellationToken">Cancels it, or the wait for another caller.</param>
    /// <exception cref="CognitoException">Users cannot be read.</exception>
    public Task SettleAsync(string userPoolId, UserReader users, CancellationToken cancellationToken) =>
        _settledPools.GetAsync(userPoolId, () => SettleOpenIntentsAsync(userPoolId, users, cancellationToken), cancellationToken);

    /// <summary>Whether there is anything to settle in a pool. A run that finds nothing to change there would not notice it.</summary>
    /// <param name="userPoolId">The pool.</param>
    public bool HasOpenIntents(string userPoolId)
    {
        lock (_state)
        {
            return _state.OpenIntents.Any(intent => intent.UserPoolId == userPoolId);
        }
    }

    /// <summary>Writes who makes the run, once.</summary>
    /// <param name="caller">The caller.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotWritable"/>.</exception>
    public Task NoteCallerAsync(RunCaller caller) =>
        _callers.TryAdd(caller, true) ? WriteAsync(Record(JournalEvent.RunCaller) with { Caller = caller }) : Task.CompletedTask;

    /// <summary>Writes that the run has ended, with its totals.</summary>
    /// <param name="callers">Who made its requests.</param>
    public Task EndAsync(params IReadOnlyCollection<ServiceCaller> callers)
    {
        RunTotals totals;
        lock (_state)
        {
            totals = new RunTotals
            {
                Unlinked = _lines[(int)JournalEvent.Unlinked],
                AlreadyUnlinked = _lines[(int)JournalEvent.AlreadyUnlinked],
                Skipped = _lines[(int)JournalEvent.Skipped],
                Failed = _lines[(int)JournalEvent.Failed],
                Linked = _lines[(int)JournalEvent.Linked],
                Requests = callers.Sum(caller => caller.Requests),
                Throttled = callers.Sum(caller => caller.Throttled),
                Retried = callers.Sum(caller => caller.Retried),
            };
        }

        return WriteAsync(Record(JournalEvent.RunEnded) with { Totals = totals });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins the run.</summary>
    private protected static async Task<T> BeginAsync<T>(T journal, RunTask task, RunSettings? settings, Place? place, Func<string, Task<bool>>? confirm)
        where T : RunJournal
    {
        try
        {
            journal._settings = (settings ?? new RunSettings()) with { Task = task, Version = s_version, ProviderName = ShortText.Of(settings?.ProviderName) };
            if (place is not null && settings?.UserPoolId is { } pool)
            {
                await journal.CheckAsync(pool, place, confirm).ConfigureAwait(false);
                journal._entered[(pool, place)] = true;
            }

            // If items name their own pools, the first item provides what the first line needs.
            if (place is not null || settings is not { UserPoolId: null })
            {
                await (journal.Begin(place) ?? Task.CompletedTask).ConfigureAwait(false);
            }

            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The item's latest event; null if the journal does not know it, or knows it from another user with that name.</summary>
    private protected JournalEvent? Latest(JournalItem item, string? sub)
    {
        lock (_state)
        {
            return _state.Latest(item, sub);
        }
    }

    /// <summary>Whether the user was signed out after the item's latest outcome.</summary>
    private protected bool IsSignedOut(JournalItem item)
    {
        lock (_state)
        {
            return _state.IsSignedOut(item);
        }
    }

    /// <summary>Whether there was a request to deactivate a password sign-in; see <see cref="JournalState.MayHaveUnlinkedPassword"/>.</summary>
    private protected bool MayHaveUnlinkedPassword(JournalItem item)
    {
        lock (_state)
        {
            return _state.MayHaveUnlinkedPassword(item);
        }
    }

    /// <summary>The intents to set a password without an outcome.</summary>
    private protected IReadOnlyList<JournalRecord> OpenPasswordIntents()
    {
        lock (_state)
        {
            return [.. _state.OpenPasswords];
        }
    }

    /// <summary>Writes a record of this run, and returns once it is on disk.</summary>
    /// <remarks>Not cancellable: an outcome matters most while the run is being stopped.</remarks>
    private protected async Task WriteAsync(JournalRecord record)
    {
        _ = Begin(null);
        var written = OfThisRun(record);
        await _writer.AppendAsync(written, CancellationToken.None).ConfigureAwait(false);
        Note(written);
    }

    /// <summary>
    /// Queues an outcome, which nothing depends on: it goes to disk with the next intent, at the latest before the file is
    /// closed. If that fails, the next call fails, and so does the run's end.
    /// </summary>
    /// <param name="record">The outcome.</param>
    /// <param name="throttled">How many of its requests were throttled.</param>
    /// <param name="error">Its error; null for none.</param>
    /// <param name="isCounted">Whether it counts in the run's totals: false if the item's own outcome is still to come.</param>
    private protected Task QueueOutcomeAsync(JournalRecord record, int throttled, CognitoUnlinkException? error, bool isCounted = true)
    {
        _ = Begin(null);
        var queued = OfThisRun(record) with
        {
            ErrorId = error?.ErrorId,
            Throttled = throttled > 0 ? throttled : null,
        };
        var writing = _writer.QueueAsync(queued);
        if (writing.IsFaulted)
        {
            return writing;
        }

        Note(queued, isCounted);
        return Task.CompletedTask;
    }

    /// <summary>A record about an item, whose time and run are filled in when it is written.</summary>
    private protected static JournalRecord RecordOf(JournalEvent journalEvent, string userPoolId, string? username, string? sub, ProviderUser identity, string? providerType) =>
        Record(journalEvent) with
        {
            UserPoolId = userPoolId,
            Username = username,
            Sub = sub,
            ProviderName = identity.ProviderName,
            ProviderType = providerType,
            ProviderAttributeName = identity.ProviderAttributeName,
            ProviderAttributeValue = identity.ProviderAttributeValue,
        };

    /// <summary>A record about something other than an identity, whose time and run are filled in when it is written.</summary>
    private protected static JournalRecord RecordOf(JournalEvent journalEvent, string userPoolId) => Record(journalEvent) with { UserPoolId = userPoolId };

    /// <summary>Queues the run's first line before any other.</summary>
    /// <returns>A task that ends when it is on disk; null if the run had begun.</returns>
    private Task? Begin(Place? place)
    {
        lock (_beginning)
        {
            if (_isBegun)
            {
                return null;
            }

            (_isBegun, _place) = (true, place);
            var started = OfThisRun(Record(JournalEvent.RunStarted) with { Format = JournalFormat.Current, Place = place, Settings = _settings });
            var writing = _writer.AppendAsync(started, CancellationToken.None);
            Note(started);
            return writing;
        }
    }

    // A refusal, or the user's answer, applies to all waiting callers.
    private async Task EnterOnceAsync(string userPoolId, Place place, Func<string, Task<bool>>? confirm, CancellationToken cancellationToken)
    {
        var refusal = await _entries.GetAsync($"{userPoolId} {place}", async () =>
        {
            try
            {
                await CheckAsync(userPoolId, place, confirm).ConfigureAwait(false);
            }
            catch (UnlinkException problem)
            {
                return problem;
            }

            await (Begin(place) ?? (place == _place ? Task.CompletedTask : WriteAsync(Record(JournalEvent.RunPlace) with { UserPoolId = userPoolId, Place = place }))).ConfigureAwait(false);
            _entered[(userPoolId, place)] = true;
            return null;
        }, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            throw refusal;
        }
    }

    private async Task CheckAsync(string userPoolId, Place place, Func<string, Task<bool>>? confirm)
    {
        IReadOnlyCollection<Place>? made;
        lock (_state)
        {
            made = _places.Of(userPoolId) is { } places ? [.. places] : null;
        }

        if (made is not null && await PlaceCheck.CheckAsync($"the journal '{Path}'", userPoolId, made, place, confirm).ConfigureAwait(false) is { } warning)
        {
            _warnings.Enqueue(warning);
        }
    }

    // The service's texts can be of any length.
    private JournalRecord OfThisRun(JournalRecord record) => record with
    {
        Time = DateTime.UtcNow,
        Run = _run,
        Reason = ShortText.Of(record.Reason),
        RequestId = ShortText.Of(record.RequestId, LongestId),
    };

    private void Note(JournalRecord record, bool isCounted = true)
    {
        lock (_state)
        {
            _state.Add(record);
            _places.Add(record);
            _lines[(int)record.Event] += isCounted ? 1 : 0;
        }
    }

    private async Task<bool> SettleOpenIntentsAsync(string userPoolId, UserReader users, CancellationToken cancellationToken)
    {
        List<JournalRecord> open;
        lock (_state)
        {
            open = [.. _state.OpenIntents.Where(intent => intent.UserPoolId == userPoolId)];
        }

        foreach (var intent in open)
        {
            try
            {
                var (outcome, reason, errorId) = await OpenIntent.OutcomeAsync(intent, users, cancellationToken).ConfigureAwait(false);
                await WriteAsync(intent with { Event = outcome, Identities = null, Reason = reason, ErrorId = errorId }).ConfigureAwait(false);
            }
            catch (CognitoUnlinkException problem) when (problem.Scope == FailureScope.Item && problem is not CognitoException { IsTransient: true })
            {
                // One unreadable user must not hold up the others; the intent stays open.
            }
        }

        return true;
    }

    private static JournalRecord Record(JournalEvent journalEvent) => new() { Time = default, Run = string.Empty, Event = journalEvent };
}

/// <summary>What a run does.</summary>
public enum RunTask
{
    /// <summary>Unlinks identities.</summary>
    Unlink,

    /// <summary>Links them again.</summary>
    Link,

    /// <summary>Removes a provider from app clients.</summary>
    Close,

    /// <summary>Puts a provider back into app clients.</summary>
    Reopen,

    /// <summary>Gives users a password to reset.</summary>
    Fallback,
}

/// <summary>The totals of a run: its lines by event, without those of a repair before the item's outcome, and its requests of all kinds.</summary>
public sealed record RunTotals
{
    /// <summary>Lines <see cref="JournalEvent.Unlinked"/>.</summary>
    public long Unlinked { get; init; }

    /// <summary>Lines <see cref="JournalEvent.AlreadyUnlinked"/>.</summary>
    public long AlreadyUnlinked { get; init; }

    /// <summary>Lines <see cref="JournalEvent.Skipped"/>.</summary>
    public long Skipped { get; init; }

    /// <summary>Lines <see cref="JournalEvent.Failed"/>.</summary>
    public long Failed { get; init; }

    /// <summary>Lines <see cref="JournalEvent.Linked"/>.</summary>
    public long Linked { get; init; }

    /// <summary>Requests sent, reads included.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that the service throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>Requests that repeated an earlier one.</summary>
    public long Retried { get; init; }
}
