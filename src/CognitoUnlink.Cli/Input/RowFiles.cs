using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli.Input;

/// <summary>The files of a run, one after another.</summary>
internal sealed class RowFiles : IAsyncDisposable
{
    private readonly List<RowFile> _files = [];
    private readonly HashSet<string> _usernames;

    private RowFiles(string[] usernames) => _usernames = [.. usernames];

    /// <summary>Opens every file, so that what cannot be used shows before anything is done.</summary>
    /// <param name="paths">The files, of which one may be - for stdin.</param>
    /// <param name="takesJournals">Whether they may be journals, of which only what can be undone is read.</param>
    /// <param name="usernames">Only rows of these users; all when empty.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnlinkException">A file cannot be used.</exception>
    public static async Task<RowFiles> OpenAsync(string[] paths, bool takesJournals, string[] usernames, CancellationToken cancellationToken)
    {
        var files = new RowFiles(usernames);
        try
        {
            foreach (var path in paths)
            {
                files._files.Add(await RowFile.OpenAsync(path, takesJournals, cancellationToken).ConfigureAwait(false));
            }

            return files;
        }
        catch
        {
            await files.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The rows, also those that are broken, and where they are from.</summary>
    public async IAsyncEnumerable<(RowFile File, FileRow Row)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in _files)
        {
            await foreach (var row in file.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (row.Error is not null || _usernames.Count == 0 || (row.Text(nameof(LinkedIdentity.Username)) is { } username && _usernames.Contains(username)))
                {
                    yield return (file, row);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }
}
