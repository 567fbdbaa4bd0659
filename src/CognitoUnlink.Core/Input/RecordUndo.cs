using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Input;

/// <summary>
/// What an undo covers of a journal's records that arrive one by one, by the rule of <see cref="JournalUndo"/>, which reads whole journals. Only the
/// last record shows what that is.
/// </summary>
/// <typeparam name="T">What is kept of a record.</typeparam>
public sealed class RecordUndo<T>
{
    private readonly UndoneLines<(long Number, DateTime Time, T What)> _lines = new();
    private readonly Dictionary<JournalItemKey, DateTime> _linked = [];
    private DateTime _time;
    private long _number;

    /// <summary>Those to undo, in the order in which they arrived.</summary>
    public IEnumerable<T> Undone => _lines.Readable.OrderBy(line => line.Number).Select(line => line.What);

    /// <summary>Adds a row.</summary>
    /// <param name="row">A record of an item, or another row, which is ignored.</param>
    /// <param name="what">What to keep of it.</param>
    /// <returns>Whether it is a record of an item.</returns>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/> in an intent.</exception>
    public bool Add(IRow row, T what)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (UndoRule.EventOf(row) is not { } journalEvent
            || !JournalEvents.IsAboutItem(journalEvent)
            || row.Text(nameof(JournalRecord.UserPoolId)) is not { } userPoolId
            || row.Text(nameof(JournalRecord.ProviderName)) is not { } providerName
            || row.Text(nameof(JournalRecord.ProviderAttributeValue)) is not { } value)
        {
            return false;
        }

        _number++;
        _time = TimeOf(row) ?? _time;
        var username = row.Text(nameof(JournalRecord.Username));
        var key = JournalItemKey.Of(new JournalItem(userPoolId, username, providerName, value));

        // A journal may arrive before an earlier one.
        if (_linked.GetValueOrDefault(key) > _time
            || (journalEvent is JournalEvent.Unlinked or JournalEvent.Linked && _lines.Find(key) is { } later && later.Time > _time))
        {
            return true;
        }

        if (journalEvent == JournalEvent.Linked)
        {
            _linked[key] = _time;
        }

        _lines.Add(
            key,
            journalEvent,
            row.Text(nameof(JournalRecord.ErrorId)),
            () => OpenIntent.IsToUnlink(username, providerName, value, row.Text(nameof(JournalRecord.Identities))),
            (_number, _time, what));
        return true;
    }

    // As text, a time has the format of the culture.
    private static DateTime? TimeOf(IRow row) =>
        DateTime.TryParse(row.Text(nameof(JournalRecord.Time)), CultureInfo.CurrentCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
