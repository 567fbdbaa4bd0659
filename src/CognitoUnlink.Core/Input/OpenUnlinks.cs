using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Input;

/// <summary>
/// Unlinks that were interrupted before the answer, among a journal's records that arrive one by one: intents without an outcome. The read before
/// each link shows whether there is anything to undo. <see cref="Linking.JournalUndo"/> finds them in whole journals.
/// </summary>
public sealed class OpenUnlinks
{
    private readonly Dictionary<JournalItemKey, IRow> _rows = [];

    /// <summary>Those without an outcome so far.</summary>
    public IReadOnlyCollection<IRow> Rows => _rows.Values;

    /// <summary>Adds a record. Other rows are ignored.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/> in an intent.</exception>
    public void Add(IRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (UndoRule.EventOf(row) is not { } journalEvent
            || !JournalEvents.IsAboutItem(journalEvent)
            || row.Text(nameof(JournalRecord.UserPoolId)) is not { } userPoolId
            || row.Text(nameof(JournalRecord.ProviderName)) is not { } providerName
            || row.Text(nameof(JournalRecord.ProviderAttributeValue)) is not { } value)
        {
            return;
        }

        var username = row.Text(nameof(JournalRecord.Username));
        var key = JournalItemKey.Of(new JournalItem(userPoolId, username, providerName, value));
        if (journalEvent != JournalEvent.Intent)
        {
            _rows.Remove(key);
        }
        else if (OpenIntent.IsToUnlink(username, providerName, value, row.Text(nameof(JournalRecord.Identities))))
        {
            _rows[key] = row;
        }
    }
}
