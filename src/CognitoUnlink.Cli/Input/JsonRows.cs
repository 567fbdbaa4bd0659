using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Input;

/// <summary>
/// Reads JSON: arrays of rows, single rows, or objects with rows in a field, such as a run's output or a listing's answer; one value
/// or several. Holds little more than one row at a time.
/// </summary>
/// <param name="pipe">The text.</param>
/// <param name="streamed">The names of lists whose rows are used before the end of their object is read. A field there must not apply to them.</param>
internal sealed class JsonRows(PipeReader pipe, IReadOnlyList<string> streamed) : IFileRows
{
    // A row takes some hundred bytes. A file that is one endless value must not fill the memory.
    private const int LongestRow = 16 * 1024 * 1024;

    private readonly Queue<FileRow> _ready = [];
    private JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true });
    private long _line = 1;
    private long _counted;
    private bool _isInOutput;
    private bool _isTokenNext;
    private bool _isPart;

    public bool IsPart => _isPart;

    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            var isSound = TryTake(ref rest, read.IsCompleted);
            while (_ready.TryDequeue(out var row))
            {
                yield return row;
            }

            if (!isSound || read.IsCompleted)
            {
                yield break;
            }

            if (rest.Length > LongestRow)
            {
                yield return FileRow.Broken(_line, $"it is longer than {LongestRow} bytes, and the rest of the file is not read");
                yield break;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Looks for fields beside lists of rows that apply to each row.</summary>
    /// <param name="pipe">The text, to its end.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// Whether there is one, and the problem (<see cref="ErrorId.UnknownFileForm"/>) if it is not JSON or its end is missing; null if there is none.
    /// </returns>
    public static async Task<(bool HasColumnBeside, UnlinkException? Problem)> LookThroughAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true });
        var (hasColumn, lists, isList) = (false, 0, false);
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var problem = LookThrough(read, ref state, ref hasColumn, ref lists, ref isList, out var rest);
            if (problem is not null || read.IsCompleted)
            {
                return (hasColumn, problem);
            }

            if (rest.Length > LongestRow)
            {
                return (hasColumn, new UnlinkException(ErrorId.UnknownFileForm, $"It has a value that is longer than {LongestRow} bytes."));
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static UnlinkException? LookThrough(ReadResult read, ref JsonReaderState state, ref bool hasColumn, ref int lists, ref bool isList, out ReadOnlySequence<byte> rest)
    {
        rest = read.Buffer;
        var reader = new Utf8JsonReader(read.Buffer, read.IsCompleted, state);
        try
        {
            while (reader.Read())
            {
                var isName = reader.TokenType == JsonTokenType.PropertyName;
                switch (reader.CurrentDepth)
                {
                    case 0:
                        (lists, isList) = (0, reader.TokenType == JsonTokenType.StartArray);
                        break;
                    case 1 when isName:
                        isList = Is(reader, name => RowShapes.Lists.Contains(name, StringComparer.OrdinalIgnoreCase));
                        hasColumn = hasColumn || Is(reader, RowShapes.IsColumn);

                        // A second list makes the object ambiguous.
                        lists += isList ? 1 : 0;
                        hasColumn = hasColumn || lists > 1;
                        break;
                    case > 1 when isName && !isList:
                        hasColumn = hasColumn || Is(reader, RowShapes.NamesIdentity);
                        break;
                    case > 0 when reader.TokenType == JsonTokenType.String && !isList:
                        hasColumn = hasColumn || Is(reader, text => text.AsSpan().TrimStart() is ['[' or '{', ..]);
                        break;
                }
            }
        }
        catch (JsonException problem)
        {
            return new UnlinkException(
                ErrorId.UnknownFileForm,
                $"It is not valid JSON at byte {problem.BytePositionInLine + 1} of line {problem.LineNumber + 1}. It may be incomplete, so nothing in it is used.",
                problem);
        }

        state = reader.CurrentState;
        rest = rest.Slice(reader.BytesConsumed);
        return null;
    }

    /// <summary>Takes whole rows off the beginning.</summary>
    /// <returns>False when the file is broken there.</returns>
    private bool TryTake(ref ReadOnlySequence<byte> rest, bool isCompleted)
    {
        var reader = new Utf8JsonReader(rest, isCompleted, _state);
        var taken = 0L;
        _counted = 0;
        try
        {
            while (TryTakeNext(ref reader, rest))
            {
                taken = reader.BytesConsumed;
                _state = reader.CurrentState;
            }
        }
        catch (JsonException problem)
        {
            _ready.Enqueue(FileRow.Broken((problem.LineNumber ?? 0) + 1, $"the file is not JSON at byte {problem.BytePositionInLine + 1} of the line, and the rest of the file is not read"));
            return false;
        }

        CountLines(rest, taken);
        rest = rest.Slice(taken);
        return true;
    }

    /// <summary>Takes one row, or what is between rows.</summary>
    /// <returns>False if it is not complete yet; whatever was taken of it must be read again.</returns>
    private bool TryTakeNext(ref Utf8JsonReader reader, ReadOnlySequence<byte> buffer)
    {
        if (!reader.Read())
        {
            return false;
        }

        var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        switch (reader.CurrentDepth)
        {
            case 0 when isEnd:
                _isInOutput = false;
                return true;
            case 0 when reader.TokenType == JsonTokenType.StartArray:
                return true;
            case 0 when reader.TokenType == JsonTokenType.StartObject:
                return TryEnterOutput(ref reader, out var isWhole) || (isWhole && TryTakeRow(ref reader, buffer));
            case 1 when _isInOutput:
                return isEnd || TryPassBy(ref reader);
            default:
                return isEnd || TryTakeRow(ref reader, buffer);
        }
    }

    /// <summary>If the object is the output of a run, goes to its first result.</summary>
    private bool TryEnterOutput(ref Utf8JsonReader reader, out bool isWhole)
    {
        var ahead = reader;
        isWhole = ahead.Read();
        if (!isWhole || ahead.TokenType != JsonTokenType.PropertyName || ahead.ValueIsEscaped || !IsAny(ahead, streamed))
        {
            return false;
        }

        isWhole = ahead.Read();
        if (!isWhole || ahead.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        reader = ahead;
        return _isInOutput = true;
    }

    /// <summary>Skips a field beside the rows, unless it says that there are more rows.</summary>
    private bool TryPassBy(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _isTokenNext = !reader.ValueIsEscaped && IsAny(reader, RowShapes.Tokens);
            return true;
        }

        _isPart |= _isTokenNext && reader.TokenType == JsonTokenType.String;
        return reader.TrySkip();
    }

    private static bool Is(Utf8JsonReader reader, Func<string, bool> isSo)
    {
        try
        {
            return isSo(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // It is not UTF-8.
            return false;
        }
    }

    private static bool IsAny(Utf8JsonReader reader, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryTakeRow(ref Utf8JsonReader reader, ReadOnlySequence<byte> buffer)
    {
        var start = reader.TokenStartIndex;
        if (!JsonDocument.TryParseValue(ref reader, out var document))
        {
            return false;
        }

        using (document)
        {
            CountLines(buffer, start);
            foreach (var row in JsonValueRows.Of(_line, document.RootElement, ref _isPart))
            {
                _ready.Enqueue(row);
            }

            return true;
        }
    }

    private void CountLines(ReadOnlySequence<byte> buffer, long until)
    {
        foreach (var part in buffer.Slice(_counted, until - _counted))
        {
            _line += part.Span.Count((byte)'\n');
        }

        _counted = until;
    }
}

/// <summary>The rows of one JSON value.</summary>
internal static class JsonValueRows
{
    public static IReadOnlyList<FileRow> Of(long line, JsonElement value, ref bool isPart)
    {
        try
        {
            var row = JsonRow.Of(value.Clone());
            isPart |= RowShapes.IsPart(row);
            return [.. RowShapes.Expand(row).Select(item => item is null ? FileRow.Broken(line, "it is neither a JSON object nor a username") : new FileRow(line, item))];
        }
        catch (UnlinkException problem)
        {
            return [new FileRow(line, null) { Error = problem }];
        }
    }
}

/// <summary>Reads JSON Lines. A broken line does not affect the others.</summary>
internal sealed class JsonLineRows(PipeReader pipe) : IFileRows
{
    // A row takes some hundred bytes. A file without line breaks must not fill the memory.
    private const int LongestLine = 1024 * 1024;

    private bool _isPart;

    public bool IsPart => _isPart;

    public async IAsyncEnumerable<FileRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            while (TryTakeLine(ref rest, read.IsCompleted, out var line))
            {
                number++;
                foreach (var row in RowsOf(number, line))
                {
                    yield return row;
                }
            }

            if (read.IsCompleted)
            {
                yield break;
            }

            if (rest.Length > LongestLine)
            {
                yield return FileRow.Broken(number + 1, $"it is longer than {LongestLine} bytes, and the rest of the file is not read");
                yield break;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> rest, bool isCompleted, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        line = rest;
        rest = rest.Slice(rest.End);
        if (isCompleted && !line.IsEmpty)
        {
            return true;
        }

        rest = line;
        return false;
    }

    private IReadOnlyList<FileRow> RowsOf(long number, ReadOnlySequence<byte> line)
    {
        if (IsBlank(line))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return JsonValueRows.Of(number, document.RootElement, ref _isPart);
        }
        catch (JsonException)
        {
            return [FileRow.Broken(number, "it is not JSON")];
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
