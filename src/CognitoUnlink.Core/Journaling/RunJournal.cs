using CognitoUnlink.InFlight;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Journaling;

/// <summary>
/// The journal of one run of changes: an intent with all that undoing needs is on disk before its request leaves. Opened on an
/// existing file it resumes the runs before.
/// </summary>
public abstract class RunJournal : IAsyncDisposable
{
    private static readonly string? s_version = typeof(RunJournal).Assembly.GetName().Version?.ToString(3);

    private readonly JournalState _state = new();
    private readonly OnceByKey<bool> _settledPools = new();
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly JournalWriter _writer;
    private readonly long[] _lines = new long[Enum.GetValues<JournalEvent>().Length];

    private protected RunJournal(string path) => _writer = JournalWriter.Open(path, _state.Add);

    /// <summary>The file.</summary>
    public string Path => _writer.Path;

    /// <summary>The line that an earlier run did not finish writing, which was cut off; null when there was none.</summary>
    public JournalTornLine? TornLine => _writer.TornLine;

    /// <summary>
    /// Settles the intents of a pool that have no outcome, since the run that made them was killed, by reading their users: once,
    /// however many call, and again for what is still open when it failed. The intent of a user who cannot be read stays open.
    /// </summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="users">Reads the users.</param>
    /// <param name="cancellationToken">Ends it, or the waiting for another who does it.</param>
    /// <exception cref="CognitoException">Users cannot be read.</exception>
    public Task SettleAsync(string userPoolId, UserReader users, CancellationToken cancellationToken) =>
        _settledPools.GetAsync(userPoolId, () => SettleOpenIntentsAsync(userPoolId, users, cancellationToken), cancellationToken);

    /// <summary>Whether there is anything to settle in a pool. A run that finds nothing to change there would not come across it.</summary>
    /// <param name="userPoolId">The pool.</param>
    public bool HasOpenIntents(string userPoolId)
    {
        lock (_state)
        {
            return _state.OpenIntents.Any(intent => intent.UserPoolId == userPoolId);
        }
    }

    /// <summary>Writes that the run has come to its end, and what it came to.</summary>
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
    private protected static async Task<T> BeginAsync<T>(T journal, RunTask task, RunSettings? settings)
        where T : RunJournal
    {
        try
        {
            var asked = (settings ?? new RunSettings()) with { Task = task, Version = s_version };
            await journal.WriteAsync(Record(JournalEvent.RunStarted) with { Settings = asked }).ConfigureAwait(false);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How the item stands; null when the journal does not know it.</summary>
    private protected JournalEvent? Latest(JournalItem item)
    {
        lock (_state)
        {
            return _state.Latest(item);
        }
    }

    /// <summary>Writes a record of this run. When this returns, it is on disk.</summary>
    /// <remarks>Not cancellable: an outcome belongs in the journal above all when the run is being stopped.</remarks>
    private protected async Task WriteAsync(JournalRecord record)
    {
        var written = OfThisRun(record);
        await _writer.AppendAsync(written, CancellationToken.None).ConfigureAwait(false);
        Note(written);
    }

    /// <summary>
    /// Hands over an outcome, which nothing depends on: it goes to disk with those queued beside it, at the latest before the file
    /// is closed. When that fails, the next call fails, and so does the run's end.
    /// </summary>
    private protected Task QueueOutcomeAsync(JournalRecord record, int throttled, CognitoUnlinkException? error)
    {
        var queued = OfThisRun(record) with
        {
            ErrorId = error?.ErrorId,
            Throttled = throttled > 0 ? throttled : null,
        };
        var writing = _writer.AppendAsync(queued, CancellationToken.None);
        if (writing.IsFaulted)
        {
            return writing;
        }

        Note(queued);
        return Task.CompletedTask;
    }

    /// <summary>A record of an item, whose time and run are filled in when it is written.</summary>
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

    private JournalRecord OfThisRun(JournalRecord record) => record with { Time = DateTime.UtcNow, Run = _run };

    private void Note(JournalRecord record)
    {
        lock (_state)
        {
            _state.Add(record);
            _lines[(int)record.Event]++;
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
                // One user who cannot be read must not keep the others from going on; the intent stays open.
            }
        }

        return true;
    }

    private static JournalRecord Record(JournalEvent journalEvent) => new() { Time = default, Run = string.Empty, Event = journalEvent };
}
