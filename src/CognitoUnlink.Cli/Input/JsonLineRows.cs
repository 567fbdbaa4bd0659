using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CognitoUnlink.Cli.Input;

/// <summary>Reads JSON Lines. A line that is broken leaves the others alone.</summary>
/// <param name="pipe">The file.</param>
internal sealed class JsonLineRows(PipeReader pipe) : IFileRows
{
    // A row is some hundred bytes; a file without line breaks must not fill memory.
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
                yield return FileRow.Broken(number + 1, $"it is longer than {LongestLine} bytes, and what follows is not read");
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
