using System.Buffers;

namespace CognitoUnlink.Journaling;

/// <summary>
/// Appends lines so that callers in great number share the flushes: what queues while one runs goes to disk with the
/// next. There is a thread at work only while something is queued.
/// </summary>
/// <param name="file">The file, unbuffered, at its end.</param>
/// <param name="notWritable">Makes the error for callers.</param>
internal sealed class GroupedAppender(FileStream file, Func<Exception, Exception> notWritable) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly JournalLineFormatter _formatter = new();
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _writing = new();
    private TaskCompletionSource? _queued;
    private Task _work = Task.CompletedTask;
    private bool _isWorking;
    private bool _isClosed;
    private Exception? _failure;
    private long _flushCount;

    /// <summary>How many flushes there were.</summary>
    public long FlushCount => Interlocked.Read(ref _flushCount);

    /// <summary>Queues a record behind those of earlier calls.</summary>
    /// <returns>Ends when it is on disk.</returns>
    public Task AppendAsync(JournalRecord record)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_failure is not null)
            {
                return Task.FromException(notWritable(_failure));
            }

            var line = _formatter.Format(record);
            if (line.Length > JournalFormat.LongestLine)
            {
                return Task.FromException(JournalErrors.TooLong(record, line.Length));
            }

            _filling.Write(line);
            _queued ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isWorking)
            {
                _isWorking = true;
                _work = Task.Run(WriteQueued);
            }

            return _queued.Task;
        }
    }

    /// <summary>Writes what is queued, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_gate)
        {
            _isClosed = true;
            work = _work;
        }

        await work.ConfigureAwait(false);
        _formatter.Dispose();
        await file.DisposeAsync().ConfigureAwait(false);
    }

    private void WriteQueued()
    {
        while (TakeQueued() is { } group)
        {
            try
            {
                file.Write(_writing.WrittenSpan);
                file.Flush(flushToDisk: true);
            }
            catch (Exception problem)
            {
                Fail(group, problem);
                return;
            }

            Interlocked.Increment(ref _flushCount);
            group.SetResult();
        }
    }

    private TaskCompletionSource? TakeQueued()
    {
        lock (_gate)
        {
            var group = _queued;
            _queued = null;
            _isWorking = group is not null;
            (_filling, _writing) = (_writing, _filling);
            _filling.ResetWrittenCount();
            return group;
        }
    }

    // Whatever stands at the end of the file now, a line behind it could be damage; so there is none.
    private void Fail(TaskCompletionSource group, Exception problem)
    {
        TaskCompletionSource? queued;
        lock (_gate)
        {
            _failure = problem;
            _isWorking = false;
            queued = _queued;
            _queued = null;
        }

        group.SetException(notWritable(problem));
        queued?.SetException(notWritable(problem));
    }
}
