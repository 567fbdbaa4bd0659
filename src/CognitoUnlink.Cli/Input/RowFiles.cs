using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Cli.Input;

/// <summary>The files of a run, one after another.</summary>
internal sealed class RowFiles : IAsyncDisposable
{
    private readonly List<RowFile> _files = [];
    private readonly HashSet<string> _usernames;
    private readonly Shard? _shard;

    private RowFiles(string[] usernames, Shard? shard) => (_usernames, _shard) = ([.. usernames], shard);

    /// <summary>What those of them are called that are journals.</summary>
    public IReadOnlyList<string> Journals => [.. _files.Where(file => file.Journal is not null).Select(file => file.Journal!.Name)];

    /// <summary>What the first of them is called whose rows cannot say which pool they are of; null for none.</summary>
    public string? LacksPool => _files.FirstOrDefault(file => file.LacksPool)?.Name;

    /// <summary>What is to be said of those without a row. A journal may well have nothing to undo.</summary>
    public IEnumerable<string> Warnings => _files.Where(file => file.HasNoRows && file.Journal is null).Select(file => $"{file.Name} holds no rows.");

    /// <summary>Opens every file, so that what cannot be used shows before anything is done.</summary>
    /// <param name="paths">The files, of which one may be - for stdin.</param>
    /// <param name="takesJournals">Whether they may be journals, of which only what can be undone is read.</param>
    /// <param name="usernames">Only rows of these users; all when empty.</param>
    /// <param name="shard">Only rows of this shard; all when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnlinkException">A file cannot be used.</exception>
    public static async Task<RowFiles> OpenAsync(string[] paths, bool takesJournals, string[] usernames, Shard? shard, CancellationToken cancellationToken)
    {
        var files = new RowFiles(usernames, shard);
        try
        {
            foreach (var path in paths)
            {
                files._files.Add(await RowFile.OpenAsync(path, takesJournals, cancellationToken).ConfigureAwait(false));
            }

            files.TakeUpJournals();
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
                if (IsAsked(row))
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

    // What one journal says was unlinked another may say was linked again.
    private void TakeUpJournals()
    {
        var journals = _files.Where(file => file.Journal is not null).ToList();
        var undo = new JournalUndo([.. journals.Select(file => file.Journal!)]);
        for (var journal = 0; journal < journals.Count; journal++)
        {
            journals[journal].TakeUp(undo, journal);
        }
    }

    // A row that is broken is in one shard as others are; a file that is not there to be read is everybody's concern.
    private bool IsAsked(FileRow row) =>
        row.Error?.ErrorId == ErrorId.FileNotReadable
        || ((row.Error is not null || _usernames.Count == 0 || (row.Text(nameof(LinkedIdentity.Username)) is { } username && _usernames.Contains(username)))
            && _shard?.Has(row) != false);
}
