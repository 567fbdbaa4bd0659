using System.IO.Pipelines;

namespace CognitoUnlink.Cli.Input;

/// <summary>Stdin that can be cancelled: reads of the console's own stream keep waiting.</summary>
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

    // An abandoned read may still fill its buffer, so each read has a buffer of its own.
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

/// <summary>A copy on disk of input that can be read only once. Only its owner can read it, and it is deleted on disposal.</summary>
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

        // Without a name nothing stays behind, even if the process is killed. https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
        File.Delete(_file.Name);
        return $"/proc/self/fd/{_file.SafeFileHandle.DangerousGetHandle()}";
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
