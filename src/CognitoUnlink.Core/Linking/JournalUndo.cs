using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Linking;

/// <summary>
/// What an undo of whole journals covers: the items that they unlinked and have not linked again since, each once, and those
/// whose unlink was interrupted before the answer, for a read to settle. About 60 bytes per item.
/// </summary>
public sealed class JournalUndo
{
    private readonly IReadOnlyList<JournalSource> _journals;

    // The line to undo for each item; negative for an intent without an outcome.
    private readonly Dictionary<JournalItemKey, (int Journal, long Line)> _lines = [];

    /// <summary>Reads the journals to their end, so that damage is found before anything is done.</summary>
    /// <param name="journals">The journals, whose lines are merged by time.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>; <see cref="ErrorId.JournalDamaged"/>, with the line's number.</exception>
    public JournalUndo(params IReadOnlyList<JournalSource> journals)
    {
        _journals = journals;
        foreach (var (journal, line, record) in JournalMerge.Read(journals))
        {
            Add(journal, line, record);
        }
    }

    /// <summary>The records to undo in one of the journals, with their line numbers. Reads the file again, but nothing written to it since.</summary>
    /// <param name="journal">The index of the journal.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>; <see cref="ErrorId.MalformedIdentities"/> in an intent without
    /// an outcome.
    /// </exception>
    public IEnumerable<(long Line, JournalRecord Record)> Records(int journal = 0)
    {
        foreach (var (line, record) in _journals[journal].ReadAgain())
        {
            if (JournalEvents.IsAboutItem(record.Event)
                && _lines.TryGetValue(JournalItemKey.Of(record), out var chosen)
                && (chosen == (journal, line) || (chosen == (journal, -line) && OpenIntent.IsToUnlink(record))))
            {
                yield return (line, record);
            }
        }
    }

    private void Add(int journal, long line, JournalRecord record)
    {
        if (!JournalEvents.IsAboutItem(record.Event))
        {
            return;
        }

        var key = JournalItemKey.Of(record);
        var isUnlinked = _lines.TryGetValue(key, out var chosen) && chosen.Line > 0;
        if (record.Event == JournalEvent.Unlinked)
        {
            _lines[key] = (journal, line);
        }
        else if (record.Event == JournalEvent.Linked)
        {
            _lines.Remove(key);
        }
        else if (record.Event == JournalEvent.Intent && !isUnlinked)
        {
            _lines[key] = (journal, -line);
        }
        else if (!isUnlinked)
        {
            // The intent had no effect. If the item had been unlinked before, the intent was an undo's, and the item is still to be undone.
            _lines.Remove(key);
        }
    }
}
