using System.Buffers;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Journaling;

/// <summary>Appends records to a journal, as its only writer. Thread-safe.</summary>
public sealed class JournalWriter : IAsyncDisposable
{
    private static readonly string[] s_devices = ["/dev/", "/proc/", "/sys/"];

    private readonly JournalLock _lock;
    private readonly GroupedAppender _appender;

    private JournalWriter(string path, JournalLock journalLock, FileStream file, JournalTornLine? tornLine, IReadOnlyList<long> tooLong)
    {
        Path = path;
        TooLong = tooLong;
        TornLine = tornLine;
        _lock = journalLock;
        _appender = new GroupedAppender(file, problem => JournalErrors.NotWritable(path, problem));
    }

    /// <summary>The file, with links resolved.</summary>
    public string Path { get; }

    /// <summary>The torn last line that was cut off on opening, if there was one.</summary>
    public JournalTornLine? TornLine { get; }

    /// <summary>The numbers of lines that exceed the maximum length and were skipped on opening.</summary>
    public IReadOnlyList<long> TooLong { get; }

    /// <summary>Whether anyone but its owner may read or change the file.</summary>
    public bool IsOpenToOthers => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & OwnerOnlyFile.Others) != 0;

    /// <summary>Opens a journal, or creates it for its owner only. An existing one is read first, so that damage is found before anything is done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onRecord">Called with each existing record, for instance <see cref="JournalState.Add"/>.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalInUse"/>, naming the holder; <see cref="ErrorId.JournalDamaged"/>, with the line's number;
    /// <see cref="ErrorId.JournalNotReadable"/>; <see cref="ErrorId.JournalNotWritable"/>.
    /// </exception>
    public static JournalWriter Open(string path, Action<JournalRecord>? onRecord = null)
    {
        try
        {
            // Two names of one file must share one lock.
            var target = OwnerOnlyFile.Target(path);
            if (IsSystems(target))
            {
                throw JournalErrors.NotWritable(path, new IOException("It is a device and does not store anything."));
            }

            var journalLock = JournalLock.Take(target);
            try
            {
                return Open(target, journalLock, onRecord);
            }
            catch
            {
                journalLock.Dispose();
                throw;
            }
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            throw JournalErrors.NotWritable(path, problem);
        }
    }

    /// <summary>Appends a record. The order of lines is the order of calls.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Refuses the record. One that was accepted is written and waited for.</param>
    /// <returns>A task that ends when the record is on disk.</returns>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotWritable"/>: now and on every later call; nothing more is written. <see cref="ErrorId.RowTooLong"/>: for this record only.
    /// </exception>
    public Task AppendAsync(JournalRecord record, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : _appender.AppendAsync(record, isFlushed: true);

    /// <summary>
    /// Appends a record that nothing waits for. It is written at once, and so survives the end of the process; it goes to disk with the next record
    /// that is waited for, at the latest before the file is closed.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <returns>A task that fails if the record is refused, as <see cref="AppendAsync"/> does; otherwise it need not be awaited.</returns>
    public Task QueueAsync(JournalRecord record) => _appender.AppendAsync(record, isFlushed: false);

    /// <summary>Writes what was appended, closes the file and lets the next writer in.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appender.DisposeAsync().ConfigureAwait(false);
        _lock.Dispose();
    }

    private static JournalWriter Open(string path, JournalLock journalLock, Action<JournalRecord>? onRecord)
    {
        var file = OwnerOnlyFile.OpenForAppending(path);
        try
        {
            var (tornLine, tooLong) = file.Length == 0 ? (null, []) : ReadAll(path, onRecord);
            if (tornLine is not null)
            {
                file.SetLength(tornLine.Offset);
                file.Flush(flushToDisk: true);
            }

            // After reading, because closing any other stream of the file would release the lock.
            JournalLock.Hold(file, path);
            file.Seek(0, SeekOrigin.End);
            return new JournalWriter(path, journalLock, file, tornLine, tooLong);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static (JournalTornLine? Torn, IReadOnlyList<long> TooLong) ReadAll(string path, Action<JournalRecord>? onRecord)
    {
        var reader = new JournalReader(path);
        foreach (var record in reader.Read())
        {
            onRecord?.Invoke(record);
        }

        return (reader.TornLine, reader.TooLong);
    }

    // Its lock file would be among the devices.
    private static bool IsSystems(string path) =>
        !OperatingSystem.IsWindows() && s_devices.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
}

/// <summary>
/// Group commit: lines queued during one flush go to disk with the next. A thread works only while something is queued, and flushes only what is waited for.
/// </summary>
/// <param name="file">The file, unbuffered, at its end.</param>
/// <param name="notWritable">Creates the error for callers.</param>
internal sealed class GroupedAppender(FileStream file, Func<Exception, Exception> notWritable) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly JournalLineFormatter _formatter = new();
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _writing = new();
    private TaskCompletionSource? _queued;
    private Task _work = Task.CompletedTask;
    private bool _isWorking;
    private bool _isFlushDue;
    private bool _isClosed;
    private Exception? _failure;

    /// <summary>Queues a record behind those of earlier calls.</summary>
    /// <returns>A task that ends when it is written, and on disk if it is flushed.</returns>
    public Task AppendAsync(JournalRecord record, bool isFlushed)
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
            _isFlushDue |= isFlushed;
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
        FlushLast();
        await file.DisposeAsync().ConfigureAwait(false);
    }

    private void FlushLast()
    {
        if (_failure is not null || !file.CanWrite)
        {
            return;
        }

        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            // Nothing waits for these lines: an intent whose outcome is lost is settled by a read.
        }
    }

    private void WriteQueued()
    {
        while (TakeQueued(out var isFlushed) is { } group)
        {
            try
            {
                file.Write(_writing.WrittenSpan);
                if (isFlushed)
                {
                    file.Flush(flushToDisk: true);
                }
            }
            catch (Exception problem)
            {
                Fail(group, problem);
                return;
            }

            group.SetResult();
        }
    }

    private TaskCompletionSource? TakeQueued(out bool isFlushed)
    {
        lock (_gate)
        {
            var group = _queued;
            (isFlushed, _isFlushDue) = (_isFlushDue, false);
            _queued = null;
            _isWorking = group is not null;
            (_filling, _writing) = (_writing, _filling);
            _filling.ResetWrittenCount();
            return group;
        }
    }

    // The end of the file is unknown now, and a further line could damage the journal, so none is written.
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
