using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Linking;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Input;

internal sealed class RowFiles : IAsyncDisposable
{
    private readonly List<RowFile> _files = [];
    private readonly HashSet<string> _usernames;
    private readonly Dictionary<RowFile, RowReader> _readers = [];
    private readonly ColumnMap _columns;
    private readonly RowGiven _given;
    private readonly bool _isUndo;

    private RowFiles(RowFileOptions options)
    {
        (_usernames, _isUndo) = ([.. options.Usernames], options.IsUndo);
        _columns = options.Columns;

        // If one provider was named, a row with a subject and no provider can only mean that one.
        _given = new RowGiven { ProviderName = options.Providers is [var provider] && !ProviderPattern.HasWildcards(provider) ? provider : null };
    }

    /// <summary>The names of the files that are journals.</summary>
    public IReadOnlyList<string> Journals => [.. _files.Where(file => file.Journal is not null).Select(file => file.Journal!.Name)];

    /// <summary>The name of the first file whose rows have no column for the pool; null if all have one.</summary>
    public string? LacksPool => _files.FirstOrDefault(file => file.LacksPool)?.Name;

    /// <summary>Warnings about files without a row and about files that are incomplete. A journal may well have nothing to undo.</summary>
    public IEnumerable<string> Warnings =>
    [
        .. _files.Select(file => file.Warning).OfType<string>(),
        .. _files.Where(file => file.HasNoRows && file.Journal is null).Select(file => $"{file.Name} contains no rows."),
        .. _files.Where(file => file.IsPart).Select(file => $"{file.Name} is one page of a listing (it has a token for the next page). Users on the other pages were not processed."),
    ];

    /// <summary>Opens every file, so that an unusable one is reported before anything is done.</summary>
    /// <param name="paths">The files, of which one may be - for stdin.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UnlinkException">A file cannot be used.</exception>
    public static async Task<RowFiles> OpenAsync(string[] paths, RowFileOptions options, CancellationToken cancellationToken)
    {
        var files = new RowFiles(options);
        try
        {
            foreach (var path in paths)
            {
                files._files.Add(await RowFile.OpenAsync(path, options.IsUndo, options.Columns, cancellationToken).ConfigureAwait(false));
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

    /// <summary>All rows with their files, broken rows included.</summary>
    public async IAsyncEnumerable<(RowFile File, FileRow Row)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in _files)
        {
            await foreach (var read in file.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var row = Understood(file, read);
                if (IsSelected(row))
                {
                    yield return (file, row);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    // All journals together: what one says was unlinked may have been linked again by another.
    private void TakeUpJournals()
    {
        var journals = _files.Where(file => file.Journal is not null).ToList();
        var undo = new JournalUndo([.. journals.Select(file => file.Journal!)]);
        for (var journal = 0; journal < journals.Count; journal++)
        {
            journals[journal].TakeUp(undo, journal);
        }
    }

    private FileRow Understood(RowFile file, FileRow row)
    {
        if (row.Row is null)
        {
            return row;
        }

        try
        {
            if (_isUndo && UndoRule.PassedOver(row.Row) is not null)
            {
                return row;
            }

            // Each file has its own reader, because listings in different files may have different columns.
            if (!_readers.TryGetValue(file, out var reader))
            {
                _readers[file] = reader = new RowReader(_columns);
            }

            var meaning = reader.Read(row.Row, _given);
            return row with { Meaning = file.Journal is null ? meaning : meaning with { Journal = $"the journal {file.Name}" } };
        }
        catch (UnlinkException problem)
        {
            return row with { Error = file.At(row, problem) };
        }
    }

    private bool IsSelected(FileRow row) =>
        row.Error is not null || _usernames.Count == 0 || (row.Username is { } username && (_usernames.Contains(username) || _usernames.Contains(FormulaText.Unescape(username)!)));
}

internal sealed record RowFileOptions
{
    /// <summary>Whether this is an undo: then files may be journals, and of rows with an outcome only those that can be undone are used.</summary>
    public bool IsUndo { get; init; }

    /// <summary>Only rows of these users; if empty, all rows.</summary>
    public IReadOnlyList<string> Usernames { get; init; } = [];

    public IReadOnlyList<string> Providers { get; init; } = [];

    public ColumnMap Columns { get; init; } = new([]);
}

/// <summary>The undo of a journal, as rows.</summary>
/// <param name="undo">All journals of the run.</param>
/// <param name="journal">Which of them.</param>
internal sealed class JournalRows(JournalUndo undo, int journal) : IFileRows
{
    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (line, record) in undo.Records(journal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new TextRow();
            row.Add(nameof(record.UserPoolId), record.UserPoolId);
            row.Add(nameof(record.Username), record.Username);
            row.Add(nameof(record.Sub), record.Sub);
            row.Add(nameof(record.Place), record.Place?.ToString());
            row.Add(nameof(record.ProviderName), record.ProviderName);
            row.Add(nameof(record.ProviderType), record.ProviderType);
            row.Add(nameof(record.ProviderAttributeName), record.ProviderAttributeName);
            row.Add(nameof(record.ProviderAttributeValue), record.ProviderAttributeValue);
            yield return new FileRow(line, row);
        }
    }
}
