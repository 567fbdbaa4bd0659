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

    /// <summary>Where the line begins in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes of the file the line takes, its line feed included.</summary>
    public long Length { get; private set; }

    /// <summary>Whether it is longer than a line may be. Then only its beginning is at hand.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether the line has its line feed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The line without its line feed, good until the next call.</summary>
    public ReadOnlySpan<byte> Current => IsTooLong ? _beginning : _buffer.AsSpan(_start, IsEnded ? _taken - 1 : _taken).TrimEnd((byte)'\r');

    /// <summary>Goes to the next line.</summary>
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

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void PassByteOrderMark()
    {
        while (_end < 3 && Fill())
        {
        }

        Length = _taken = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    // What there is of it fills the buffer.
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
