using System.IO.Pipelines;

namespace CognitoUnlink.Cli.Input;

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
