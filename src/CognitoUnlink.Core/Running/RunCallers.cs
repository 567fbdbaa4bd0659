using System.Collections.Concurrent;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Running;

/// <summary>
/// Records in a journal who makes a run's requests, once per caller. This is determined beside the work, in two seconds at most, and no run fails for it.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="readsCaller">Whether to ask AWS; otherwise the caller is the user of the computer.</param>
internal sealed class RunCallers(RunJournal journal, bool readsCaller) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ICognitoGateway, Lazy<Task>> _searches = [];

    /// <summary>Starts to find out, unless already started.</summary>
    /// <param name="gateway">What makes the requests.</param>
    /// <param name="place">Where they go, with the instance of a local user pool, which cannot identify callers.</param>
    public void Find(ICognitoGateway gateway, Place place)
    {
        if (!_searches.TryGetValue(gateway, out var search))
        {
            search = _searches.GetOrAdd(gateway, one => new Lazy<Task>(() => NoteAsync(one, readsCaller && place.Instance is null)));
        }

        _ = search.Value;
    }

    /// <summary>Ends once the journal has all callers.</summary>
    public Task EndAsync() => Task.WhenAll(_searches.Values.Select(search => search.Value));

    /// <summary>The same, but without waiting for answers longer than that.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _stop.CancelAfter(patience);
        await EndAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    private async Task NoteAsync(ICognitoGateway gateway, bool mayRead)
    {
        var arn = mayRead ? await ReadAsync(gateway).ConfigureAwait(false) : null;
        try
        {
            await journal.NoteCallerAsync(arn is null ? RunCaller.OfProcess() : RunCaller.OfArn(arn)).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is CognitoUnlinkException or ObjectDisposedException)
        {
            // A journal that cannot be written fails the run by itself.
        }
    }

    private async Task<string?> ReadAsync(ICognitoGateway gateway)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(s_patience);
            return await gateway.FindCallerAsync(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is OperationCanceledException or CognitoException or ObjectDisposedException)
        {
            return null;
        }
    }
}
