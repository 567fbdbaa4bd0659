using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Journaling;

/// <summary>Splits a file into lines, holding no more than the longest of them.</summary>
/// <param name="stream">The file, from its beginning.</param>
internal sealed class JournalLines(Stream stream) : IDisposable
{
    private const int LongestLine = JournalFormat.LongestLine;
    private const int LongestBeginning = 64;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _taken;
    private byte[] _beginning = [];

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line's offset in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>The line's length in bytes, with its line feed.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the line is too long. If so, only its beginning is available.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether the line has a line feed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The line without its line feed, valid until the next call.</summary>
    public ReadOnlySpan<byte> Current => IsTooLong ? _beginning : _buffer.AsSpan(_start, IsEnded ? _taken - 1 : _taken).TrimEnd((byte)'\r');

    /// <returns>False at the end of the file.</returns>
    public bool Read()
    {
        if (Number == 0)
        {
            PassByteOrderMark();
        }

        _start += _taken;
        Offset += Length;
        (_taken, Length, IsTooLong) = (0, 0, false);
        Number++;
        var searched = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var newline = unread[searched..].IndexOf((byte)'\n');
            IsEnded = newline >= 0;
            if (IsEnded)
            {
                Length = _taken = searched + newline + 1;
                return true;
            }

            searched = unread.Length;
            if (searched == LongestLine)
            {
                ReadPast();
                return true;
            }

            if (!Fill())
            {
                Length = _taken = searched;
                return _taken > 0;
            }
        }
    }

    /// <summary>Whether nothing follows the line.</summary>
    public bool IsLast() => _end - _start == _taken && !Fill();

    public void Dispose() => stream.Dispose();

    private void PassByteOrderMark()
    {
        while (_end < 3 && Fill())
        {
        }

        Length = _taken = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    // The buffer is full of the line's beginning.
    private void ReadPast()
    {
        IsTooLong = true;
        _beginning = _buffer[_start..(_start + LongestBeginning)];
        long passed = _end - _start;
        while (true)
        {
            (_start, _end) = (0, stream.Read(_buffer));
            var newline = _buffer.AsSpan(0, _end).IndexOf((byte)'\n');
            IsEnded = newline >= 0;
            _taken = IsEnded ? newline + 1 : _end;
            passed += _taken;
            if (IsEnded || _end == 0)
            {
                Length = passed;
                return;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}

/// <summary>Errors and warnings about a journal.</summary>
internal static class JournalErrors
{
    public static UnlinkException InUse(string path, string holder, Exception problem) =>
        new(ErrorId.JournalInUse, $"The journal '{path}' is being written by {holder}.", problem);

    public static UnlinkException Damaged(string path, long line, Exception problem) =>
        new(ErrorId.JournalDamaged, $"Line {line} of the journal '{path}' is damaged: {What(problem)}.", problem);

    public static UnlinkException TooNew(string path, JournalRecord beginning) => new(
        ErrorId.JournalTooNew,
        $"The journal '{path}' has format {beginning.Format}, which this version does not support{(beginning.Settings?.Version is { } version ? $"; version {version} wrote it" : string.Empty)}. This version reads formats up to {JournalFormat.Current}.");

    public static UnlinkException TooLong(JournalRecord record, int length) => new(
        ErrorId.RowTooLong,
        $"Nothing was sent: the line of the journal{(record.Username is { } username ? $" about user '{Printable.Of(ShortText.Of(username, 128)!)}'" : string.Empty)} would have {length} bytes; the maximum is {JournalFormat.LongestLine}.");

    /// <summary>The warning about lines that were skipped; null if there were none.</summary>
    public static string? PassedOver(string path, IReadOnlyList<long> tooLong) => tooLong switch
    {
        [] => null,
        [var line] => $"Line {line} of the journal '{path}' is longer than {JournalFormat.LongestLine} bytes and was ignored, so nothing is known about its identity.",
        [var line, ..] => $"Line {line} and {tooLong.Count - 1} more of the journal '{path}' are longer than {JournalFormat.LongestLine} bytes and were ignored, so nothing is known about their identities.",
    };

    public static UnlinkException IsCsv(string path) =>
        new(ErrorId.JournalDamaged, $"'{path}' is not a journal: its first line looks like the header of a CSV file.");

    public static UnlinkException NotReadable(string name, string path, Exception problem) =>
        new(
            ErrorId.JournalNotReadable,
            problem is FileNotFoundException ? $"The journal '{name}' was not found."
            : problem is UnauthorizedAccessException && !Directory.Exists(path) ? $"The journal '{name}' cannot be read: access is denied. Only the account that wrote a journal can read it."
            : $"The journal '{name}' cannot be read: {FileProblem.Why(path, problem)}",
            problem);

    public static UnlinkException NotWritable(string path, Exception problem) =>
        new(ErrorId.JournalNotWritable, $"The journal '{path}' cannot be written: {FileProblem.Why(path, problem)}", problem);

    public static bool IsOfFiles(Exception problem) => problem is IOException or UnauthorizedAccessException or NotSupportedException;

    private static string What(Exception problem) => problem switch
    {
        JsonException json => $"it is not valid JSON at byte {json.BytePositionInLine + 1}",
        FormatException => problem.Message,
        _ => "it contains bytes that are not valid text",
    };
}
