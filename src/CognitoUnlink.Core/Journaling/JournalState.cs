using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>What a journal says of each item: the latest event wins. Some 50 bytes an item.</summary>
public sealed class JournalState
{
    private readonly Dictionary<JournalItemKey, JournalEvent> _latest = [];
    private readonly Dictionary<JournalItemKey, JournalRecord> _openIntents = [];
    private readonly HashSet<JournalItemKey> _passwords = [];

    /// <summary>The intents without an outcome, whose requests may or may not have been carried out.</summary>
    public IReadOnlyCollection<JournalRecord> OpenIntents => _openIntents.Values;

    /// <summary>How many items the journal knows.</summary>
    public int Count => _latest.Count;

    /// <summary>Takes note of the journal's next record.</summary>
    /// <param name="record">The record.</param>
    public void Add(JournalRecord record)
    {
        if (!JournalEvents.IsAboutItem(record.Event))
        {
            return;
        }

        var key = JournalItemKey.Of(record);
        if (record is { Event: JournalEvent.Failed, ErrorId: ErrorId.IdentityNotOwned } && _latest.GetValueOrDefault(key) == JournalEvent.Unlinked)
        {
            // Version 0.1 wrote this of an alias whose user it had unlinked before. Nothing was sent, so what was done stands.
            return;
        }

        _latest[key] = record.Event;
        if (record.Event == JournalEvent.Intent)
        {
            _openIntents[key] = record;
            if (record.ProviderName == ProviderUser.CognitoProvider)
            {
                _passwords.Add(key);
            }
        }
        else
        {
            _openIntents.Remove(key);
        }
    }

    /// <summary>How the item stands.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Its outcome; <see cref="JournalEvent.Intent"/> when it has none yet; null when the journal does not know it.</returns>
    public JournalEvent? Latest(JournalItem item) => _latest.TryGetValue(JournalItemKey.Of(item), out var latest) ? latest : null;

    /// <summary>Whether a request was to deactivate a password sign-in. Whatever its answer was, no read can tell that it did not.</summary>
    /// <param name="item">The password sign-in.</param>
    public bool MayHaveUnlinkedPassword(JournalItem item) => _passwords.Contains(JournalItemKey.Of(item));

    /// <summary>The item's intent, when it is without an outcome.</summary>
    /// <param name="item">The item.</param>
    public JournalRecord? OpenIntent(JournalItem item) => _openIntents.GetValueOrDefault(JournalItemKey.Of(item));
}
