using System.IO.Pipelines;

namespace CognitoUnlink.Cli.Input;

/// <summary>Stdin, whose reader can give up: the console's own stream waits for whoever writes, cancelled or not.</summary>
internal sealed class StandardInput : Stream
{
    private readonly Stream _stream = Console.OpenStandardInput();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _stream.Read(buffer, offset, count);

    // A read that was given up may still fill its buffer, so that nobody may get to read that: it is of this read alone.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var own = new byte[buffer.Length];
        var count = await Task.Run(() => _stream.Read(own), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        own.AsSpan(0, count).CopyTo(buffer.Span);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A copy on disk of what can be read once only. It is for its owner's eyes only and goes when it is disposed of.</summary>
internal sealed class TemporaryCopy : IAsyncDisposable
{
    private readonly FileStream _file;

    public TemporaryCopy()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(Path.Combine(Path.GetTempPath(), $"cognito-unlink-{Guid.NewGuid():N}"), options);
    }

    /// <summary>Copies everything.</summary>
    /// <returns>The copy's path.</returns>
    public async Task<string> FillAsync(PipeReader source, CancellationToken cancellationToken)
    {
        await source.CopyToAsync(_file, cancellationToken).ConfigureAwait(false);
        await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!OperatingSystem.IsLinux())
        {
            return _file.Name;
        }

        // Without a name nothing of it stays behind, even when the process is killed. https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
        File.Delete(_file.Name);
        return $"/proc/self/fd/{_file.SafeFileHandle.DangerousGetHandle()}";
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
