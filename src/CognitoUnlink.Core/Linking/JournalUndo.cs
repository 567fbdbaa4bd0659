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
    private readonly UndoneLines<(int Journal, long Line)> _lines = new();

    /// <summary>Reads the journals to their end, so that damage is found before anything is done.</summary>
    /// <param name="journals">The journals, whose lines are merged by time.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>; <see cref="ErrorId.JournalDamaged"/>, with the line's number.</exception>
    public JournalUndo(params IReadOnlyList<JournalSource> journals)
    {
        _journals = journals;
        foreach (var (journal, line, record) in JournalMerge.Read(journals))
        {
            if (JournalEvents.IsAboutItem(record.Event))
            {
                Add(record, (journal, line));
            }
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
                && _lines.Find(JournalItemKey.Of(record)) == (journal, line)
                && (record.Event == JournalEvent.Unlinked || OpenIntent.IsToUnlink(record)))
            {
                yield return (line, record);
            }
        }
    }

    private void Add(JournalRecord record, (int Journal, long Line) line)
    {
        try
        {
            _lines.Add(JournalItemKey.Of(record), record.Event, record.ErrorId, () => OpenIntent.IsToUnlink(record), line);
        }
        catch (UnlinkException)
        {
            // What cannot be read matters only if there is no outcome.
        }
    }
}

/// <summary>The rule for what an undo covers: the line of each item that left it unlinked, or that may have.</summary>
/// <typeparam name="T">What is kept of a line.</typeparam>
internal sealed class UndoneLines<T>
    where T : struct
{
    private readonly Dictionary<JournalItemKey, Entry> _lines = [];

    /// <summary>The lines to undo, in no order. An intent whose identities cannot be read is none of them.</summary>
    public IEnumerable<T> Readable => _lines.Values.Where(entry => entry.IsReadable).Select(entry => entry.Line);

    /// <summary>The line to undo of an item; null for none.</summary>
    public T? Find(JournalItemKey item) => _lines.TryGetValue(item, out var found) ? found.Line : null;

    /// <summary>Adds the next line.</summary>
    /// <param name="item">The item that it is about.</param>
    /// <param name="journalEvent">Its event.</param>
    /// <param name="errorId">Its error; null for none.</param>
    /// <param name="isToUnlink">Whether it is an intent to unlink; not called for other events.</param>
    /// <param name="line">What to keep of it.</param>
    /// <exception cref="UnlinkException">What <paramref name="isToUnlink"/> throws. The line counts even so.</exception>
    public void Add(JournalItemKey item, JournalEvent journalEvent, string? errorId, Func<bool> isToUnlink, T line)
    {
        var isKnown = _lines.TryGetValue(item, out var known);
        switch (journalEvent)
        {
            case JournalEvent.Unlinked:
                _lines[item] = new Entry(line, IsUnlinked: true);
                break;
            case JournalEvent.Linked:
                _lines.Remove(item);
                break;
            case var _ when known.IsUnlinked:
                // An undo that failed, or an unlink that changed nothing.
                break;
            case JournalEvent.Intent:
                AddIntent(item, isKnown ? known : null, isToUnlink, line);
                break;
            case JournalEvent.AlreadyUnlinked or JournalEvent.Failed when isKnown && OpenIntent.IsShownGone(journalEvent, errorId):
                _lines[item] = known with { IsUnlinked = true };
                break;
            case JournalEvent.Failed when OpenIntent.IsAboutOther(journalEvent, errorId):
                break;
            default:
                _lines.Remove(item);
                break;
        }
    }

    private void AddIntent(JournalItemKey item, Entry? known, Func<bool> isToUnlink, T line)
    {
        try
        {
            if (isToUnlink())
            {
                _lines[item] = new Entry(line);
            }
            else if (known is { } before)
            {
                _lines[item] = before with { IsUnlinked = true };
            }
        }
        catch (UnlinkException)
        {
            // It may be an intent to link, which would show that the intent before was carried out.
            _lines[item] = known is { IsReadable: true } before ? before with { IsUnlinked = true } : new Entry(line, IsReadable: false);
            throw;
        }
    }

    private readonly record struct Entry(T Line, bool IsUnlinked = false, bool IsReadable = true);
}
