namespace CognitoUnlink.Journaling;

/// <summary>Splits a file into lines, holding no more than the longest of them.</summary>
/// <param name="stream">The file, from its beginning.</param>
internal sealed class JournalLines(Stream stream) : IDisposable
{
    // Far above what an attribute of 2048 characters can make of a line; a file that is no journal must not fill memory.
    private const int LongestLine = 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _taken;

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Where the line begins in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes of the file the line takes, its line feed included.</summary>
    public int Length => _taken;

    /// <summary>Whether the line has its line feed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The line without its line feed, good until the next call.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, IsEnded ? _taken - 1 : _taken).TrimEnd((byte)'\r');

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="FormatException">The line is longer than any of a journal.</exception>
    public bool Read()
    {
        if (Number == 0)
        {
            PassByteOrderMark();
        }

        Pass(_taken);
        Number++;
        var searched = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var newline = unread[searched..].IndexOf((byte)'\n');
            IsEnded = newline >= 0;
            if (IsEnded)
            {
                _taken = searched + newline + 1;
                return true;
            }

            searched = unread.Length;
            if (!Fill())
            {
                _taken = searched;
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

        _taken = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private void Pass(int count)
    {
        _start += count;
        Offset += count;
        _taken = 0;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == LongestLine)
        {
            throw new FormatException($"it is longer than {LongestLine} bytes");
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
