using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace CognitoUnlink.InFlight;

/// <summary>
/// Keeps a number of items in flight and returns their results in the order in which they were added, holding a bounded
/// number of them. One thread at a time adds and takes; the work itself runs elsewhere. A free slot always goes to the oldest
/// waiting item.
/// </summary>
/// <typeparam name="T">The type of an item's result.</typeparam>
public sealed class OrderedWork<T> : IAsyncDisposable
{
    // While its oldest item is held up by a retry or a timeout, a run may go on with later ones, up to this many times the limit.
    private const int FurthestAhead = 64;
    private static readonly TimeSpan s_heldUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly int _throttleLimit;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _stopToken;
    private readonly Queue<Entry> _entries = new();
    private readonly PriorityQueue<Entry, long> _ready = new();
    private readonly Dictionary<object, Entry> _latestOfKey = [];
    private TaskCompletionSource? _idle;
    private long _added;
    private int _running;
    private int _begunNotTaken;
    private int _unfinished;
    private int _passedOver;
    private volatile bool _startsNoMore;

    /// <param name="throttleLimit">How many items may be in flight.</param>
    /// <param name="cancellationToken">Prevents further items from starting, and cancels those in flight.</param>
    /// <param name="changed">Set each time an item ends; null for a new one.</param>
    public OrderedWork(int throttleLimit, CancellationToken cancellationToken, Signal? changed = null)
    {
        _throttleLimit = throttleLimit;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stopToken = _stop.Token;
        Changed = changed ?? new Signal();
    }

    /// <summary>Set each time an item ends.</summary>
    public Signal Changed { get; }

    /// <summary>Items added and not taken yet.</summary>
    public int Count => _entries.Count;

    /// <summary>Items added that have not ended.</summary>
    public int Unfinished => Volatile.Read(ref _unfinished);

    /// <summary>
    /// Whether another item may be added. As a rule, no more items than the limit are begun ahead of the last result taken, and
    /// nearly as many wait to begin; with a limit of one, none does.
    /// </summary>
    public bool HasRoom => Count < (_throttleLimit * 2) - 1 || (Count < _throttleLimit * FurthestAhead && IsHeldUp);

    /// <summary>Adds an item.</summary>
    /// <param name="key">Items with the same key run one after another, in the order in which they were added; null for none.</param>
    /// <param name="work">The work. If it is cancelled, it has had no effect, and the item counts as not begun.</param>
    /// <param name="abandoned">The result of an item whose work has not ended when <see cref="EndAsync"/> stops waiting for it.</param>
    public void Add(object? key, Func<CancellationToken, Task<T>> work, Func<T>? abandoned = null)
    {
        lock (_gate)
        {
            var entry = new Entry { Number = _added++, Key = key, Work = work, Abandoned = abandoned };
            _entries.Enqueue(entry);
            if (_startsNoMore)
            {
                entry.State = State.NotBegun;
                return;
            }

            _unfinished++;
            if (key is not null && _latestOfKey.TryGetValue(key, out var before))
            {
                before.Next = entry;
            }
            else
            {
                _ready.Enqueue(entry, entry.Number);
            }

            if (key is not null)
            {
                _latestOfKey[key] = entry;
            }

            Begin();
        }
    }

    /// <summary>Adds a result that is already known, to be taken in its turn.</summary>
    /// <param name="result">The result.</param>
    public void AddResult(T result)
    {
        lock (_gate)
        {
            _entries.Enqueue(new Entry { Number = _added++, Result = result, State = State.Ended });
        }
    }

    /// <summary>Takes the oldest item's result, if it has one. Items that were not begun are skipped.</summary>
    /// <param name="result">The result.</param>
    public bool TryTake([MaybeNullWhen(false)] out T result)
    {
        lock (_gate)
        {
            Begin();
            while (_entries.TryPeek(out var oldest) && oldest.State >= State.Ended)
            {
                _entries.Dequeue();
                _begunNotTaken -= oldest.Begun == 0 ? 0 : 1;
                Begin();
                if (oldest.State == State.Ended)
                {
                    oldest.Failure?.Throw();
                    result = oldest.Result!;
                    return true;
                }

                _passedOver++;
            }
        }

        result = default;
        return false;
    }

    /// <summary>Lets the items in flight end and begins no more, since they would end the same way. May be called from within the work.</summary>
    public void StartNoMore()
    {
        lock (_gate)
        {
            _startsNoMore = true;
            while (_ready.TryDequeue(out var entry, out _))
            {
                Leave(entry, State.NotBegun);
            }
        }

        Changed.Set();
    }

    /// <summary>Begins no more items, cancels those in flight, and waits for them to end.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <returns>The results not taken yet, in order, including those of abandoned items; and how many items were not begun.</returns>
    public async Task<(IReadOnlyList<T> Results, int NotBegun)> EndAsync(TimeSpan patience)
    {
        StartNoMore();
        await _stop.CancelAsync().ConfigureAwait(false);
        Task idle;
        lock (_gate)
        {
            idle = _running == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await idle.WaitAsync(patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<T> results = [];
        int notBegun;
        lock (_gate)
        {
            notBegun = _passedOver;
            foreach (var entry in _entries)
            {
                switch (entry.State)
                {
                    case State.Ended when entry.Failure is null:
                        results.Add(entry.Result!);
                        break;
                    case State.Running when entry.Abandoned is not null:
                        results.Add(entry.Abandoned());
                        break;
                    case State.NotBegun or State.Waiting:
                        notBegun++;
                        break;
                }
            }

            _entries.Clear();
            _passedOver = 0;
        }

        return (results, notBegun);
    }

    /// <summary>Cancels the items in flight and waits a moment for them to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(s_longestWait).ConfigureAwait(false);
        if (Volatile.Read(ref _running) == 0)
        {
            _stop.Dispose();
        }
    }

    // An ended item that waits to be taken holds nothing up: its consumer is slow, and gets no more done than the limit.
    private bool IsHeldUp => _entries.TryPeek(out var oldest) && oldest.State == State.Running && Stopwatch.GetElapsedTime(oldest.Begun) > s_heldUp;

    // Nothing can be taken before the oldest item has ended, so it may always begin.
    private void Begin()
    {
        while (_running < _throttleLimit && !_startsNoMore && _ready.TryPeek(out var next, out _)
            && (ReferenceEquals(next, _entries.Peek()) || _begunNotTaken < _throttleLimit || IsHeldUp))
        {
            _ready.Dequeue();
            _running++;
            _begunNotTaken++;
            next.State = State.Running;
            next.Begun = Stopwatch.GetTimestamp();
            _ = Task.Run(() => RunAsync(next), CancellationToken.None);
        }
    }

    private async Task RunAsync(Entry entry)
    {
        var state = State.Ended;
        try
        {
            _stopToken.ThrowIfCancellationRequested();
            entry.Result = await entry.Work!(_stopToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            state = State.NotBegun;
        }
        catch (Exception failure)
        {
            entry.Failure = ExceptionDispatchInfo.Capture(failure);
        }

        lock (_gate)
        {
            _running--;
            Leave(entry, state);
            Begin();
            if (_running == 0)
            {
                _idle?.TrySetResult();
            }
        }

        Changed.SetAtEnd();
    }

    private void Leave(Entry entry, State state)
    {
        entry.State = state;
        entry.Work = null;
        _unfinished--;
        if (entry.Next is { } next && !_startsNoMore)
        {
            _ready.Enqueue(next, next.Number);
            return;
        }

        for (var after = entry.Next; after is not null; after = after.Next)
        {
            after.State = State.NotBegun;
            after.Work = null;
            _unfinished--;
        }

        if (entry.Key is not null)
        {
            _latestOfKey.Remove(entry.Key);
        }
    }

    private enum State
    {
        Waiting,
        Running,
        Ended,
        NotBegun,
    }

    private sealed class Entry
    {
        public required long Number { get; init; }

        public object? Key { get; init; }

        public Func<CancellationToken, Task<T>>? Work { get; set; }

        public Func<T>? Abandoned { get; init; }

        public Entry? Next { get; set; }

        public State State { get; set; }

        public long Begun { get; set; }

        public T? Result { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }
    }
}
