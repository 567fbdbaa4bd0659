using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Cli.Input;

/// <summary>A file of rows, or stdin. Its form is recognized by its beginning.</summary>
internal sealed class RowFile : IAsyncDisposable
{
    /// <summary>The name that stands for stdin.</summary>
    public const string Stdin = "-";

    public const string StdinName = "stdin";

    private const int LongestFirstLine = 1024 * 1024;

    private readonly string _path;
    private readonly ColumnMap _columns;
    private readonly List<IAsyncDisposable> _opened = [];
    private IFileRows? _rows;
    private bool _isIncomplete;

    private RowFile(string path, ColumnMap columns) => (_path, _columns) = (path, columns);

    public string Name => IsStdin ? StdinName : $"'{_path}'";

    private bool IsStdin => _path == Stdin;

    /// <summary>The journal, if the file is one. <see cref="TakeUp"/> decides which of its rows to undo.</summary>
    public JournalSource? Journal { get; private set; }

    /// <summary>Whether its rows have no column for the pool.</summary>
    public bool LacksPool { get; private set; }

    /// <summary>Whether the file says that there are more rows elsewhere.</summary>
    public bool IsPart => _rows?.IsPart == true;

    /// <summary>Whether it was read to the end and has no row.</summary>
    public bool HasNoRows { get; private set; }

    /// <summary>Opens a file and reads its beginning.</summary>
    /// <param name="path">The file, or - for stdin.</param>
    /// <param name="isUndo">Whether it is for an undo. It can then be a journal, or the output of a run that was killed.</param>
    /// <param name="columns">What its columns are called.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.FileNotReadable"/>, <see cref="ErrorId.UnknownFileForm"/>.
    /// </exception>
    public static async Task<RowFile> OpenAsync(string path, bool isUndo, ColumnMap columns, CancellationToken cancellationToken)
    {
        var file = new RowFile(path, columns);
        try
        {
            await file.OpenAsync(isUndo, cancellationToken).ConfigureAwait(false);
            return file;
        }
        catch (Exception problem)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            if (IsOfFiles(problem))
            {
                throw file.NotReadable(problem);
            }

            if (problem is UnlinkException { ErrorId: ErrorId.UnknownFileForm or ErrorId.UnknownColumn } own)
            {
                throw new UnlinkException(own.ErrorId, $"No rows can be read from {file.Name}. {problem.Message}", problem);
            }

            throw;
        }
    }

    /// <summary>Takes the rows from the undo of this journal.</summary>
    public void TakeUp(JournalUndo undo, int journal)
    {
        _rows = new JournalRows(undo, journal);
        if (Journal!.TornLine is { } torn)
        {
            Messages.Warn(torn.Warning(IsStdin ? StdinName : _path));
        }
    }

    /// <summary>A warning about the journal; null if there is none.</summary>
    public string? Warning => Journal?.Warning;

    /// <summary>The rows. A broken one has an error that names file and line.</summary>
    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = _rows!.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var line = 0L;
        while (true)
        {
            FileRow row;
            try
            {
                if (!await rows.MoveNextAsync().ConfigureAwait(false))
                {
                    HasNoRows = line == 0;
                    yield break;
                }

                row = rows.Current;
            }
            catch (Exception problem) when (IsOfFiles(problem))
            {
                row = new FileRow(line + 1, null) { Error = NotReadable(problem) };
            }

            line = row.Line;
            if (_isIncomplete && row is { Row: not null, UserPoolId: null })
            {
                row = new FileRow(line, null) { Error = new UnlinkException(ErrorId.IncompleteRow, "Nothing was sent: the file is cut off, and the row does not name its user pool.") };
            }

            yield return row.Error is null ? row : row with { Error = At(row, row.Error) };
            if (row.Error?.ErrorId == ErrorId.FileNotReadable)
            {
                yield break;
            }
        }
    }

    /// <summary>Puts file and line before the error's message.</summary>
    public UnlinkException At(FileRow row, UnlinkException problem) =>
        new(problem.ErrorId, $"Line {row.Line} of {Name}: {problem.Message}", problem);

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsOfFiles(Exception problem) => problem is IOException or UnauthorizedAccessException or NotSupportedException;

    private UnlinkException NotReadable(Exception problem) => new(ErrorId.FileNotReadable, $"{Name} cannot be read: {FileProblem.Why(_path, problem)}", problem);

    private async Task OpenAsync(bool isUndo, CancellationToken cancellationToken)
    {
        var (stream, pipe) = await OpenTextAsync(_path, cancellationToken).ConfigureAwait(false);
        var form = await FormAsync(pipe, cancellationToken).ConfigureAwait(false);
        if (form == RowFileForm.Journal && !isUndo)
        {
            throw new UnlinkException(ErrorId.UnknownFileForm, "It is a journal. relink --from undoes it, and --journal resumes it.");
        }

        if (form == RowFileForm.Journal)
        {
            Journal = await JournalAsync(stream, pipe, cancellationToken).ConfigureAwait(false);
            return;
        }

        (_rows, var saysPool) = form switch
        {
            RowFileForm.JsonLines => (new JsonLineRows(pipe), true),
            RowFileForm.Json => (await JsonRowsAsync(stream, pipe, isUndo, cancellationToken).ConfigureAwait(false), true),
            _ => await CsvRows.OpenAsync(pipe.AsStream(), _columns, cancellationToken).ConfigureAwait(false),
        };
        LacksPool = !saysPool;
    }

    // Rows are passed on as they are read, so a field that applies to each has to be known before, even if it is at the end.
    private async Task<JsonRows> JsonRowsAsync(Stream stream, PipeReader pipe, bool isUndo, CancellationToken cancellationToken)
    {
        var path = stream.CanSeek ? _path : await CopyAsync(pipe, cancellationToken).ConfigureAwait(false);
        var (_, ahead) = await OpenTextAsync(path, cancellationToken).ConfigureAwait(false);
        var (hasColumnBeside, problem) = await JsonRows.LookThroughAsync(ahead, cancellationToken).ConfigureAwait(false);
        if (problem is not null && !isUndo)
        {
            throw problem;
        }

        // What is missing at the end could have applied to each row. Only the rows of a run's output are complete in themselves, and after a kill
        // it may be the only record of what was done.
        _isIncomplete = problem is not null;
        IReadOnlyList<string> streamed = hasColumnBeside ? [] : problem is null ? RowShapes.Lists : [RowShapes.Output];
        return new JsonRows(stream.CanSeek ? pipe : (await OpenTextAsync(path, cancellationToken).ConfigureAwait(false)).Text, streamed);
    }

    /// <summary>Copies what can be read only once.</summary>
    /// <returns>The copy's path.</returns>
    private Task<string> CopyAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var copy = new TemporaryCopy();
        _opened.Add(copy);
        return copy.FillAsync(pipe, cancellationToken);
    }

    /// <summary>Opens a file as UTF-8, past its byte order mark.</summary>
    private async Task<(Stream Stream, PipeReader Text)> OpenTextAsync(string path, CancellationToken cancellationToken)
    {
        var stream = path == Stdin ? (Stream)new StandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
        _opened.Add(stream);
        var pipe = Pipe(stream);
        var head = await pipe.ReadAtLeastAsync(3, cancellationToken).ConfigureAwait(false);
        if (Utf16(head.Buffer.FirstSpan) is { } encoding)
        {
            pipe.AdvanceTo(head.Buffer.Start);
            pipe = Pipe(Encoding.CreateTranscodingStream(pipe.AsStream(), encoding, Encoding.UTF8));
            head = await pipe.ReadAtLeastAsync(3, cancellationToken).ConfigureAwait(false);
        }

        var hasMark = head.Buffer.FirstSpan.StartsWith("\uFEFF"u8);
        pipe.AdvanceTo(head.Buffer.GetPosition(hasMark ? 3 : 0));
        return (stream, pipe);
    }

    private static PipeReader Pipe(Stream stream) => PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));

    private static Encoding? Utf16(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xFF, 0xFE]) ? Encoding.Unicode
        : head.StartsWith<byte>([0xFE, 0xFF]) ? Encoding.BigEndianUnicode
        : head is [not 0, 0, ..] ? Encoding.Unicode
        : head is [0, not 0, ..] ? Encoding.BigEndianUnicode
        : null;

    private static async Task<RowFileForm> FormAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var form = Form(read.Buffer, read.IsCompleted || read.Buffer.Length > LongestFirstLine);
            pipe.AdvanceTo(read.Buffer.Start, form is null ? read.Buffer.End : read.Buffer.Start);
            if (form is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>The form; null if more must be read to know.</summary>
    private static RowFileForm? Form(ReadOnlySequence<byte> head, bool isAll)
    {
        var reader = new SequenceReader<byte>(head);
        reader.AdvancePastAny(" \t\r\n"u8);
        if (!reader.TryPeek(out var first))
        {
            return isAll ? throw new UnlinkException(ErrorId.UnknownFileForm, "It is empty. The command that should have written it may have failed.") : null;
        }

        return first switch
        {
            (byte)'[' => RowFileForm.Json,
            not (byte)'{' when reader.TryReadToAny(out ReadOnlySequence<byte> _, "\r\n"u8) => RowFileForm.Csv,
            not (byte)'{' when head.Length > LongestFirstLine =>
                throw new UnlinkException(ErrorId.UnknownFileForm, $"Its first line is longer than {LongestFirstLine} bytes."),
            not (byte)'{' => isAll ? RowFileForm.Csv : null,
            _ when reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n') => FormOfObject(line),
            _ => isAll ? FormOfObject(reader.UnreadSequence) : null,
        };
    }

    private static RowFileForm FormOfObject(ReadOnlySequence<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            bool Has(string name) => document.RootElement.TryGetProperty(name, out _);
            return Has("run") && Has("event") && Has("time") ? RowFileForm.Journal : RowFileForm.JsonLines;
        }
        catch (JsonException)
        {
            return RowFileForm.Json;
        }
        catch (InvalidOperationException)
        {
            // A whole object, with a name that is not text: the reader reports the line.
            return RowFileForm.JsonLines;
        }
    }

    private async Task<JournalSource> JournalAsync(Stream stream, PipeReader pipe, CancellationToken cancellationToken)
    {
        // A journal is read twice.
        var path = stream.CanSeek ? _path : await CopyAsync(pipe, cancellationToken).ConfigureAwait(false);
        return new JournalSource(path, IsStdin ? StdinName : _path);
    }
}

internal enum RowFileForm
{
    Csv,
    Json,
    JsonLines,
    Journal,
}

/// <summary>One row of a file, or why it cannot be read.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Row">The row; null with an error.</param>
internal sealed record FileRow(long Line, IRow? Row)
{
    public UnlinkException? Error { get; init; }

    /// <summary>What the row says; null with an error, or if the undo skips it.</summary>
    public RowMeaning? Meaning { get; init; }

    public static FileRow Broken(long line, string why) => new(line, null) { Error = JsonRow.NotReadable(why) };

    /// <summary>The user pool that it names, as far as it can be read.</summary>
    public string? UserPoolId => Meaning?.UserPoolId ?? Readable("UserPoolId");

    /// <summary>The user that it names, as far as it can be read.</summary>
    public string? Username => Meaning?.Username ?? Readable("Username");

    private string? Readable(string column)
    {
        try
        {
            return Row?.Text(column);
        }
        catch (UnlinkException)
        {
            return null;
        }
    }
}

internal interface IFileRows
{
    /// <summary>Whether the file has said so far that there are more rows elsewhere.</summary>
    bool IsPart => false;

    IAsyncEnumerable<FileRow> ReadAsync(CancellationToken cancellationToken);
}
