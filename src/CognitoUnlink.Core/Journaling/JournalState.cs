using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Journaling;

/// <summary>The state of each item in a journal: the latest event wins. About 50 bytes per item.</summary>
public sealed class JournalState
{
    private readonly Dictionary<JournalItemKey, (JournalEvent Event, ulong Sub)> _latest = [];
    private readonly Dictionary<JournalItemKey, JournalRecord> _openIntents = [];
    private readonly Dictionary<(string UserPoolId, string Username), JournalRecord> _openPasswords = [];
    private readonly HashSet<JournalItemKey> _passwords = [];
    private readonly HashSet<JournalItemKey> _signedOut = [];

    /// <summary>The intents without an outcome, whose requests may or may not have been carried out.</summary>
    public IReadOnlyCollection<JournalRecord> OpenIntents => _openIntents.Values;

    /// <summary>The intents to set a password without an outcome.</summary>
    public IReadOnlyCollection<JournalRecord> OpenPasswords => _openPasswords.Values;

    /// <summary>Adds the journal's next record.</summary>
    /// <param name="record">The record.</param>
    public void Add(JournalRecord record)
    {
        if (!JournalEvents.IsAboutItem(record.Event))
        {
            AddPassword(record);
            return;
        }

        var key = JournalItemKey.Of(record);
        if (record is { Event: JournalEvent.Failed, ErrorId: ErrorId.IdentityNotOwned } && _latest.GetValueOrDefault(key).Event == JournalEvent.Unlinked)
        {
            // Version 0.1 wrote this for an alias whose user it had unlinked before. Nothing was sent, so what was done stands.
            return;
        }

        _latest[key] = (record.Event, JournalItemKey.OfSub(record.Sub));
        if (record.SignedOut == true)
        {
            _signedOut.Add(key);
        }
        else
        {
            _signedOut.Remove(key);
        }

        if (record.Event == JournalEvent.Intent)
        {
            _openIntents[key] = record;
            if (record.ProviderName == ProviderUser.CognitoProvider)
            {
                _passwords.Add(key);
            }
        }
        else if (!OpenIntent.IsShownGone(record.Event, record.ErrorId) && !OpenIntent.IsAboutOther(record.Event, record.ErrorId))
        {
            _openIntents.Remove(key);
        }
    }

    /// <summary>Gets the state of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="sub">The <c>sub</c> of its user; null if not known.</param>
    /// <returns>
    /// Its outcome; <see cref="JournalEvent.Intent"/> if it has none yet; null if it is not in the journal, or if the latest line is about another user
    /// who had the same name.
    /// </returns>
    public JournalEvent? Latest(JournalItem item, string? sub = null) =>
        _latest.TryGetValue(JournalItemKey.Of(item), out var latest) && (sub is null || latest.Sub == 0 || latest.Sub == JournalItemKey.OfSub(sub)) ? latest.Event : null;

    /// <summary>Whether the user was signed out after the item's latest outcome.</summary>
    /// <param name="item">The item.</param>
    public bool IsSignedOut(JournalItem item) => _signedOut.Contains(JournalItemKey.Of(item));

    /// <summary>Whether there was a request to deactivate a password sign-in. Whatever its answer was, no read can rule out that it took effect.</summary>
    /// <param name="item">The password sign-in.</param>
    public bool MayHaveUnlinkedPassword(JournalItem item) => _passwords.Contains(JournalItemKey.Of(item));

    private void AddPassword(JournalRecord record)
    {
        if (record is not { UserPoolId: { } userPoolId, Username: { } username })
        {
            return;
        }

        if (record.Event == JournalEvent.PasswordIntent)
        {
            _openPasswords[(userPoolId, username)] = record;
        }
        else if (record.Event is JournalEvent.PasswordSet or JournalEvent.PasswordFailed)
        {
            _openPasswords.Remove((userPoolId, username));
        }
    }
}

/// <summary>
/// Settles an intent without an outcome by reading the user. The identities in the intent show what it was to do: only what a user has is unlinked,
/// and only what a user lacks is linked.
/// </summary>
internal static class OpenIntent
{
    public static async Task<(JournalEvent Outcome, string Reason, string? ErrorId)> OutcomeAsync(JournalRecord intent, UserReader users, CancellationToken cancellationToken)
    {
        if (intent.Username is null || intent.ProviderName == ProviderUser.CognitoProvider)
        {
            return (JournalEvent.Failed, "The run ended before the service answered, and reading the user cannot show whether the request took effect.", null);
        }

        try
        {
            var user = await users.GetUserAsync(intent.UserPoolId!, intent.Username, cancellationToken).ConfigureAwait(false);
            if (intent.Sub is not null && user.Sub is not null && intent.Sub != user.Sub)
            {
                return (JournalEvent.Failed, "The run ended before the service answered. The user no longer exists: another user has that username now (a different sub).", nameof(CognitoErrorKind.UserNotFound));
            }

            return (IsToUnlink(intent), IsLinked(intent, user)) switch
            {
                (true, true) => (JournalEvent.Failed, "The run ended before the service answered; the user still has the identity.", null),
                (true, false) => (JournalEvent.Unlinked, "The run ended before the service answered; a read shows that the identity is gone.", null),
                (false, true) => (JournalEvent.Linked, "The run ended before the service answered; a read shows that the identity is linked.", null),
                (false, false) => (JournalEvent.Failed, "The run ended before the service answered; the user does not have the identity.", null),
            };
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.UserNotFound)
        {
            return (JournalEvent.Failed, "The run ended before the service answered, and the user no longer exists.", problem.Kind.ToString());
        }
    }

    /// <summary>
    /// Whether a line shows only that the user did not have the identity. This is no outcome of an earlier intent to unlink it: that request may well
    /// be why.
    /// </summary>
    public static bool IsShownGone(JournalEvent journalEvent, string? errorId) =>
        journalEvent == JournalEvent.AlreadyUnlinked || (journalEvent == JournalEvent.Failed && errorId == ErrorId.IdentityNotOwned);

    /// <summary>Whether a line says that nothing was sent, because the row meant another user. It says nothing about an earlier intent.</summary>
    public static bool IsAboutOther(JournalEvent journalEvent, string? errorId) => journalEvent == JournalEvent.Failed && errorId == ErrorId.OtherUser;

    /// <summary>Whether the user had the identity when the intent was written.</summary>
    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.MalformedIdentities"/>.</exception>
    public static bool IsToUnlink(JournalRecord intent) => IsToUnlink(intent.Username, intent.ProviderName!, intent.ProviderAttributeValue!, intent.Identities);

    /// <inheritdoc cref="IsToUnlink(JournalRecord)"/>
    public static bool IsToUnlink(string? username, string providerName, string providerAttributeValue, string? identities) =>
        username is not null && IdentitiesReader.Has(new CognitoUser { Username = username, Identities = identities }, providerName, providerAttributeValue);

    private static bool IsLinked(JournalRecord intent, CognitoUser user) =>
        IdentitiesReader.Has(user, intent.ProviderName!, intent.ProviderAttributeValue!);
}
