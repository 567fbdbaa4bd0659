using CognitoUnlink.Errors;
using CognitoUnlink.InFlight;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli;

/// <summary>The work of a run that is in flight. What each item comes to is an action that tells it, done in the order of input.</summary>
/// <param name="throttleLimit">Items in flight.</param>
/// <param name="limit">Stops at a number of changes.</param>
/// <param name="whileWaiting">Called now and then.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class WorkInFlight(int throttleLimit, ChangeLimit limit, Action whileWaiting, CancellationToken cancellationToken) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly OrderedWork<Action> _work = new(throttleLimit, cancellationToken);

    /// <summary>Waits until another change may be made.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MaximumChangeReached"/>.</exception>
    public async Task PrepareForChangeAsync()
    {
        await TellWhileAsync(() => !_work.HasRoom || (_work.Count > 0 && !limit.HasRoomBeside(_work.Count))).ConfigureAwait(false);
        limit.Check();
    }

    /// <summary>Adds an item for which room was made.</summary>
    /// <param name="user">Items of one user go one after another; null for none.</param>
    /// <param name="work">The work.</param>
    public void Add(object? user, Func<CancellationToken, Task<Action>> work) => _work.Add(user, work);

    /// <summary>Waits for room and adds something to tell.</summary>
    public async Task AddAsync(Action tell)
    {
        await TellWhileAsync(() => !_work.HasRoom).ConfigureAwait(false);
        _work.Add(null, _ => Task.FromResult(tell));
    }

    /// <summary>Waits for everything in flight and tells it.</summary>
    public Task TellAllAsync() => TellWhileAsync(() => _work.Count > 0);

    /// <summary>Lets what is in flight end and starts nothing more.</summary>
    public void StartNoMore() => _work.StartNoMore();

    public ValueTask DisposeAsync() => _work.DisposeAsync();

    // What ends the telling ends the run: what is in flight is still to be counted, and no more is to be begun.
    private void Tell(Action tell)
    {
        try
        {
            tell();
        }
        catch
        {
            StartNoMore();
            throw;
        }
    }

    private async Task TellWhileAsync(Func<bool> condition)
    {
        whileWaiting();
        while (condition())
        {
            if (_work.TryTake(out var tell))
            {
                Tell(tell);
            }
            else
            {
                await Task.WhenAny(_work.Next, Task.Delay(s_patience, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            whileWaiting();
        }
    }
}
