using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace CognitoUnlink.InFlight;

/// <summary>
/// Keeps a number of items in flight and hands their results back in the order they were added in, holding a bounded number
/// of them. One thread at a time adds and takes; the work itself runs elsewhere.
/// </summary>
/// <typeparam name="T">What an item comes to.</typeparam>
public sealed class OrderedWork<T> : IAsyncDisposable
{
    // While its oldest item is held up by a retry or a time-out, a run may go on with later ones, to this many times the limit.
    private const int FurthestAhead = 64;
    private static readonly TimeSpan s_heldUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);

    private readonly int _throttleLimit;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _stopToken;
    private readonly SemaphoreSlim _slots;
    private readonly Queue<Entry> _entries = new();
    private readonly Queue<TaskCompletionSource> _notAdmitted = new();
    private readonly Dictionary<object, Task> _latestOfKey = [];
    private long _oldestSince;
    private volatile bool _startsNoMore;

    /// <summary>Nothing in flight yet.</summary>
    /// <param name="throttleLimit">How many items may be in flight.</param>
    /// <param name="cancellationToken">Starts no further item, and cancels those in flight.</param>
    public OrderedWork(int throttleLimit, CancellationToken cancellationToken)
    {
        _throttleLimit = throttleLimit;
        _cancellationToken = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stopToken = _stop.Token;
        _slots = new SemaphoreSlim(throttleLimit);
    }

    /// <summary>Items added and not taken yet.</summary>
    public int Count => _entries.Count;

    /// <summary>
    /// Whether another item may be added. As a rule no more than the limit are begun ahead of the last result taken, and nearly as many wait
    /// to be begun as soon as one is taken; with a limit of one, none does.
    /// </summary>
    public bool HasRoom => Count < (_throttleLimit * 2) - 1 || (Count < _throttleLimit * FurthestAhead && IsHeldUp);

    /// <summary>Ends, and never fails, when the oldest item has come to its end; at once when there is none.</summary>
    public Task Next => _entries.TryPeek(out var oldest) ? oldest.Ended : Task.CompletedTask;

    /// <summary>Adds an item.</summary>
    /// <param name="key">Items with the same key go one after another, in the order they were added in; null for none.</param>
    /// <param name="work">The work.</param>
    public void Add(object? key, Func<CancellationToken, Task<T>> work)
    {
        var before = key is not null && _latestOfKey.TryGetValue(key, out var latest) ? latest : Task.CompletedTask;
        var admitted = new TaskCompletionSource();
        var result = RunAsync(before, admitted.Task, work);
        var entry = new Entry(key, result, result.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
        if (key is not null)
        {
            _latestOfKey[key] = entry.Ended;
        }

        if (_entries.Count == 0)
        {
            _oldestSince = Stopwatch.GetTimestamp();
        }

        _entries.Enqueue(entry);
        _notAdmitted.Enqueue(admitted);
        Admit();
    }

    /// <summary>Takes the oldest item's result, if it has one. Items that were not started after <see cref="StartNoMore"/> are passed over.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="OperationCanceledException">The run is cancelled.</exception>
    public bool TryTake([MaybeNullWhen(false)] out T result)
    {
        Admit();
        while (_entries.TryPeek(out var oldest) && oldest.Ended.IsCompleted)
        {
            _entries.Dequeue();
            _oldestSince = Stopwatch.GetTimestamp();
            Admit();
            if (oldest.Key is not null && _latestOfKey[oldest.Key] == oldest.Ended)
            {
                _latestOfKey.Remove(oldest.Key);
            }

            _cancellationToken.ThrowIfCancellationRequested();
            if (!oldest.Result.IsCanceled)
            {
                result = oldest.Result.GetAwaiter().GetResult();
                return true;
            }
        }

        result = default;
        return false;
    }

    /// <summary>Lets what is in flight end and starts nothing more, since it would end the same way. May be called from within the work.</summary>
    public void StartNoMore() => _startsNoMore = true;

    /// <summary>Cancels what is in flight and starts nothing more. What ended all the same is still there to be taken.</summary>
    public void CancelRest()
    {
        StartNoMore();
        _stop.Cancel();
    }

    /// <summary>Cancels what is in flight and waits a moment for it to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_entries.Count > 0)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(_entries.Select(entry => entry.Ended)), Task.Delay(s_longestWait, CancellationToken.None)).ConfigureAwait(false);
            _entries.Clear();
        }

        _stop.Dispose();
    }

    private bool IsHeldUp => Stopwatch.GetElapsedTime(_oldestSince) > s_heldUp;

    // Whoever stops taking, as Select-Object -First does, gets no more done than this.
    private void Admit()
    {
        while (_notAdmitted.Count > 0 && (_entries.Count - _notAdmitted.Count < _throttleLimit || IsHeldUp))
        {
            _notAdmitted.Dequeue().SetResult();
        }
    }

    private async Task<T> RunAsync(Task before, Task admitted, Func<CancellationToken, Task<T>> work)
    {
        await admitted.WaitAsync(_stopToken).ConfigureAwait(false);
        await before.ConfigureAwait(false);
        await _slots.WaitAsync(_stopToken).ConfigureAwait(false);
        try
        {
            return _startsNoMore ? throw new OperationCanceledException() : await Task.Run(() => work(_stopToken), _stopToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private sealed record Entry(object? Key, Task<T> Result, Task Ended);
}
