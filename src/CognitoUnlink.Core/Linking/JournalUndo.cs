using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Linking;

/// <summary>
/// What an undo of a whole journal takes up: the items that it unlinked and did not link again since, each once, and those whose
/// unlink was cut off before the answer, for a read to settle. Some 50 bytes an item.
/// </summary>
public sealed class JournalUndo
{
    private readonly JournalReader _reader;

    // The line to undo each item by; negative when it is an intent that no outcome has followed.
    private readonly Dictionary<JournalItemKey, long> _lines = [];
    private readonly long _count;

    /// <summary>Reads the journal to its end, so that damage shows before anything is done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What errors call it; the path unless given.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>; <see cref="ErrorId.JournalDamaged"/>, with the line's number.</exception>
    public JournalUndo(string path, string? name = null)
    {
        _reader = new JournalReader(path, name);
        foreach (var record in _reader.Read())
        {
            Add(++_count, record);
        }

        TornLine = _reader.TornLine;
    }

    /// <summary>The last line, when it is not whole.</summary>
    public JournalTornLine? TornLine { get; }

    /// <summary>The records to undo, with their lines' numbers. Reads the file again, but nothing that was written to it since.</summary>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>; <see cref="ErrorId.MalformedIdentities"/> of an intent that no
    /// outcome has followed.
    /// </exception>
    public IEnumerable<(long Line, JournalRecord Record)> Records()
    {
        var line = 0L;
        foreach (var record in _reader.Read())
        {
            if (++line > _count)
            {
                yield break;
            }

            if (JournalEvents.IsAboutItem(record.Event)
                && _lines.TryGetValue(JournalItemKey.Of(record), out var chosen)
                && (chosen == line || (chosen == -line && OpenIntent.IsToUnlink(record))))
            {
                yield return (line, record);
            }
        }
    }

    private void Add(long line, JournalRecord record)
    {
        if (!JournalEvents.IsAboutItem(record.Event))
        {
            return;
        }

        var key = JournalItemKey.Of(record);
        var isUnlinked = _lines.TryGetValue(key, out var chosen) && chosen > 0;
        if (record.Event == JournalEvent.Unlinked)
        {
            _lines[key] = line;
        }
        else if (record.Event == JournalEvent.Linked)
        {
            _lines.Remove(key);
        }
        else if (record.Event == JournalEvent.Intent && !isUnlinked)
        {
            _lines[key] = -line;
        }
        else if (!isUnlinked)
        {
            // The intent came to nothing. Of an item that had been unlinked before it was an undo's, and there is still one to make.
            _lines.Remove(key);
        }
    }
}
