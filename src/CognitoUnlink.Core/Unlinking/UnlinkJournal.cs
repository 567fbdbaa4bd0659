using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// The journal of one run of unlinks: an intent with all that undoing needs is on disk before its request leaves. Opened on an
/// existing file it resumes the runs before.
/// </summary>
public sealed class UnlinkJournal : IAsyncDisposable
{
    private readonly JournalState _state = new();
    private readonly HashSet<string> _settledPools = [];
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly JournalWriter _writer;

    private UnlinkJournal(string path) => _writer = JournalWriter.Open(path, _state.Add);

    /// <summary>The line that an earlier run did not finish writing, which was cut off; null when there was none.</summary>
    public JournalTornLine? TornLine => _writer.TornLine;

    /// <summary>Opens or creates a journal and begins a run.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Errors.UnlinkException">It is in use, damaged or cannot be written.</exception>
    public static async Task<UnlinkJournal> OpenAsync(string path)
    {
        var journal = new UnlinkJournal(path);
        try
        {
            await journal.AppendAsync(JournalEvent.RunStarted, null).ConfigureAwait(false);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The result of an item that an earlier run finished; null when it is to be done.</summary>
    /// <param name="item">The item.</param>
    public UnlinkResult? FinishedBefore(UnlinkItem item) => _state.Latest(Key(item)) is JournalEvent.Unlinked or JournalEvent.AlreadyUnlinked
        ? item.ToResult() with { Outcome = UnlinkOutcome.AlreadyUnlinked, Reason = "The journal says that an earlier run did it.", Timestamp = DateTime.UtcNow }
        : null;

    /// <summary>Settles the intents of a pool that have no outcome, since the run that made them was killed, by reading their users.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="users">Reads the users.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SettleAsync(string userPoolId, UserReader users, CancellationToken cancellationToken)
    {
        if (!_settledPools.Add(userPoolId))
        {
            return;
        }

        foreach (var intent in _state.OpenIntents.Where(intent => intent.UserPoolId == userPoolId).ToList())
        {
            var (outcome, reason) = await OutcomeOfAsync(intent, users, cancellationToken).ConfigureAwait(false);
            await WriteAsync(intent with { Time = DateTime.UtcNow, Run = _run, Event = outcome, Identities = null, Reason = reason }).ConfigureAwait(false);
        }
    }

    /// <summary>Writes that a request is about to be sent. When this returns, it is on disk.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">The user as just read; null when the item names none.</param>
    public Task IntentAsync(UnlinkItem item, CognitoUser? user) =>
        AppendAsync(JournalEvent.Intent, item.ToResult(), user?.Identities);

    /// <summary>Writes what became of an item.</summary>
    /// <param name="result">The result.</param>
    public Task OutcomeAsync(UnlinkResult result) => AppendAsync(
        result.Outcome switch
        {
            UnlinkOutcome.Unlinked => JournalEvent.Unlinked,
            UnlinkOutcome.AlreadyUnlinked => JournalEvent.AlreadyUnlinked,
            UnlinkOutcome.Skipped => JournalEvent.Skipped,
            _ => JournalEvent.Failed,
        },
        result);

    /// <summary>Writes that the run has come to its end.</summary>
    public Task EndAsync() => AppendAsync(JournalEvent.RunEnded, null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static JournalItem Key(UnlinkItem item) =>
        new(item.UserPoolId, item.Username, item.Target.ProviderName, item.Target.ProviderAttributeValue);

    private static async Task<(JournalEvent Outcome, string Reason)> OutcomeOfAsync(JournalRecord intent, UserReader users, CancellationToken cancellationToken)
    {
        if (intent.Username is null || intent.ProviderName == ProviderUser.CognitoProvider)
        {
            return (JournalEvent.Failed, "The run ended before the answer, and no read can tell whether the request took effect.");
        }

        try
        {
            var user = await users.GetUserAsync(intent.UserPoolId!, intent.Username, cancellationToken).ConfigureAwait(false);
            return IdentitiesReader.Read(user).Any(entry => entry.Is(intent.ProviderName!, intent.ProviderAttributeValue!))
                ? (JournalEvent.Failed, "The run ended before the answer; the user still has the identity.")
                : (JournalEvent.Unlinked, "The run ended before the answer; a read shows that the identity is gone.");
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return (JournalEvent.Failed, "The run ended before the answer, and the user is gone.");
        }
    }

    private Task AppendAsync(JournalEvent journalEvent, UnlinkResult? result, string? identities = null) => WriteAsync(new JournalRecord
    {
        Time = DateTime.UtcNow,
        Run = _run,
        Event = journalEvent,
        UserPoolId = result?.UserPoolId,
        Username = result?.Username,
        ProviderName = result?.ProviderName,
        ProviderType = result?.ProviderType,
        ProviderAttributeName = result?.ProviderAttributeName,
        ProviderAttributeValue = result?.ProviderAttributeValue,
        Identities = identities,
        RequestId = result?.RequestId,
        Attempts = result is null || journalEvent == JournalEvent.Intent ? null : result.Attempts,
        Reason = result?.Reason,
    });

    // Not cancellable: an outcome belongs in the journal above all when the run is being stopped.
    private async Task WriteAsync(JournalRecord record)
    {
        await _writer.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
        lock (_state)
        {
            _state.Add(record);
        }
    }
}
