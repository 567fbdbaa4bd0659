using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;

namespace CognitoUnlink.Retirement;

/// <summary>
/// Compares what journals unlinked with one listing of the pool. Memory depends on the identities in the journals, about 300 bytes each, and not on
/// the users of the pool. Nothing is billed or changed.
/// </summary>
/// <param name="client">The client for the pool.</param>
/// <param name="userPoolId">The pool.</param>
/// <param name="journals">The journals, which are read as one.</param>
/// <param name="isParallel">Whether to read the pool in 16 parts at once.</param>
public sealed class LinkComparison(PoolClient client, string userPoolId, IReadOnlyList<JournalSource> journals, bool isParallel = false)
{
    private readonly PoolReading _reading = new(userPoolId, isParallel);
    private readonly Dictionary<JournalItemKey, Holder?> _identities = [];
    private readonly Dictionary<JournalItemKey, bool> _users = [];

    // For a user and a provider: the newest link that is not in the journals.
    private readonly Dictionary<JournalItemKey, Holder?> _others = [];
    private readonly long[] _counts = new long[Enum.GetValues<ComparedState>().Length];
    private readonly ProviderRemains _remains = new();
    private readonly List<string> _warnings = [];
    private readonly List<UnlinkException> _problems = [];
    private long _olderProfiles;
    private long _open;
    private JournalUndo? _undo;
    private bool _namesUsers;

    /// <summary>Users read so far. Thread-safe.</summary>
    public long Users => _reading.Users;

    /// <summary>The warnings. Known once everything has been read.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Users whose identities cannot be read. Known once everything has been read.</summary>
    public IReadOnlyList<UnlinkException> Problems => _problems;

    /// <summary>Whether every user of the pool was compared, as far as is known.</summary>
    public bool IsComplete => _problems.Count == 0 && _reading.Warning is null;

    /// <summary>How many of the identities taken so far from <see cref="Results"/> are in a state.</summary>
    /// <param name="state">The state.</param>
    public long Count(ComparedState state) => _counts[(int)state];

    /// <summary>How many of them are back.</summary>
    public long Back => Count(ComparedState.LinkedAgain) + Count(ComparedState.NewProfile);

    /// <summary>Reads the journals, and then the pool.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>; <see cref="ErrorId.OtherPlace"/>, the journals are from another
    /// place; <see cref="ErrorId.OtherUserPool"/>, they are from other pools only.
    /// </exception>
    /// <exception cref="CognitoException">The pool cannot be read.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var places = NoteJournals();
        var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (_identities.Count > 0)
        {
            await CheckPlaceAsync(places, users, cancellationToken).ConfigureAwait(false);
            await foreach (var user in _reading.ReadAsync(users, cancellationToken).ConfigureAwait(false))
            {
                Note(user);
            }
        }

        if (_reading.Warning is { } warning)
        {
            _warnings.Add(warning);
        }
    }

    /// <summary>The identities, in the order of the journals, which are read again for this.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>.</exception>
    public IEnumerable<ComparedIdentity> Results()
    {
        foreach (var (_, record) in Records().Where(each => IsCompared(each.Record)))
        {
            var compared = Compare(record);
            _counts[(int)compared.State]++;
            _olderProfiles += compared is { State: ComparedState.Gone, FoundUsername: not null } ? 1 : 0;
            yield return compared;
        }
    }

    /// <summary>Summarizes the result for the user, and says why to keep the provider or that nothing was found that speaks against deleting it.</summary>
    public string Describe()
    {
        var compared = _counts.Sum();
        if (compared == 0)
        {
            return "The journals contain no unlinked identities that can be compared.";
        }

        var older = _olderProfiles > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({_olderProfiles:N0} of them belong to a federated user who existed before)") : string.Empty;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{compared:N0} unlinked {(compared == 1 ? "identity" : "identities")} compared with {Users:N0} {(Users == 1 ? "user" : "users")}: {Count(ComparedState.Gone):N0} gone{older}, {Count(ComparedState.LinkedAgain):N0} linked again, {Count(ComparedState.NewProfile):N0} new federated {(Count(ComparedState.NewProfile) == 1 ? "user" : "users")}, {Count(ComparedState.Deleted):N0} with a deleted user.");
        var (provider, it) = _remains.Providers == 1 ? ("provider", "it") : ("providers", "them");
        List<string> reasons = [.. ReasonsToKeep()];
        return reasons.Count > 0
            ? $"{text} {(IsComplete && Back == 0 ? "No one has come back. " : string.Empty)}{string.Join(' ', reasons)} Keep the {provider} until {(reasons.Count == 1 ? "this" : "all of this")} is dealt with."
            : $"{text} No one has come back, so this comparison found no reason to keep the {provider}. Delete {it} with AWS's DeleteIdentityProvider.";
    }

    private IEnumerable<string> ReasonsToKeep()
    {
        if (!IsComplete)
        {
            yield return _problems.Count == 0 ? "The comparison is not complete: users may be missing from the listing."
                : string.Create(CultureInfo.InvariantCulture, $"The comparison is not complete: the identities of {_problems.Count:N0} {(_problems.Count == 1 ? "user" : "users")} could not be read.");
        }

        foreach (var remaining in _remains.Describe())
        {
            yield return remaining;
        }

        if (_open > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_open:N0} {(_open == 1 ? "change has" : "changes have")} an unknown outcome: run the unlink command again with the same journal to settle {(_open == 1 ? "it" : "them")}.");
        }
    }

    private IEnumerable<(int Journal, JournalRecord Record)> Records() =>
        Enumerable.Range(0, journals.Count).SelectMany(journal => _undo!.Records(journal).Select(each => (journal, each.Record)));

    private bool IsCompared(JournalRecord record) =>
        record.Event == JournalEvent.Unlinked && record.UserPoolId == userPoolId && record.ProviderName != ProviderUser.CognitoProvider;

    /// <summary>Reads from the journals what to look for.</summary>
    /// <returns>Where each journal says that it was made.</returns>
    private HashSet<Place>?[] NoteJournals()
    {
        _undo = new JournalUndo(journals);
        var places = new HashSet<Place>?[journals.Count];
        var (passwords, ofOthers) = (0L, 0L);
        foreach (var (journal, record) in Records())
        {
            if (record.UserPoolId != userPoolId)
            {
                ofOthers++;
            }
            else if (record.ProviderName == ProviderUser.CognitoProvider)
            {
                passwords++;
            }
            else if (record.Event == JournalEvent.Intent)
            {
                _open++;
                _remains.LookFor(record.ProviderName!);
            }
            else
            {
                Note(record);
                var made = places[journal] ??= [];
                if (record.Place is { } place)
                {
                    made.Add(place);
                }
            }
        }

        WarnOfJournals(passwords);
        return _identities.Count > 0 || ofOthers == 0
            ? places
            : throw new UnlinkException(ErrorId.OtherUserPool, $"Nothing was compared: the journals contain no unlinked identities in user pool {userPoolId}, but {ofOthers} in other pools.");
    }

    private void WarnOfJournals(long passwords)
    {
        foreach (var journal in journals)
        {
            if (journal.Warning is { } tooLong)
            {
                _warnings.Add(tooLong);
            }

            if (journal.TornLine is { } torn)
            {
                _warnings.Add(torn.Warning(journal.Name));
            }
        }

        if (_open > 0)
        {
            _warnings.Add($"The journals do not show whether {_open} identities were unlinked, because the run ended before the service answered. They are not compared. To find out, repeat that run with the same journal.");
        }

        if (passwords > 0)
        {
            _warnings.Add($"{passwords} password sign-ins that were deactivated are not compared: a listing does not show them.");
        }
    }

    private async Task CheckPlaceAsync(HashSet<Place>?[] places, UserReader users, CancellationToken cancellationToken)
    {
        var now = await users.PlaceAsync(cancellationToken).ConfigureAwait(false);
        for (var journal = 0; journal < journals.Count; journal++)
        {
            if (places[journal] is { } made
                && await PlaceCheck.CheckAsync($"the journal '{journals[journal].Name}'", userPoolId, made, now, confirm: null).ConfigureAwait(false) is { } warning)
            {
                _warnings.Add(warning);
            }
        }
    }

    private void Note(JournalRecord record)
    {
        _identities[IdentityKey(record.ProviderName!, record.ProviderAttributeValue!)] = null;
        _remains.LookFor(record.ProviderName!);
        if (UserKey(record) is { } key)
        {
            _namesUsers |= record.Sub is null;
            _users[key] = false;
            _others[key with { Second = key.Second ^ ProviderKey(record.ProviderName!) }] = null;
        }
    }

    private void Note(CognitoUser user)
    {
        List<JournalItemKey> keys = [];
        AddKnown(user.Sub is null ? null : Key("sub", user.Sub));
        AddKnown(_namesUsers ? Key("name", user.Username) : null);
        IReadOnlyList<IdentityEntry> entries;
        try
        {
            entries = IdentitiesReader.Read(user);
        }
        catch (UnlinkException problem)
        {
            _problems.Add(problem);
            return;
        }

        foreach (var entry in entries)
        {
            var isOwn = entry.Primary == true;
            _remains.Add(entry.ProviderName, isOwn);
            var holder = new Holder(user.Username, user.Sub, entry.UserId, entry.DateCreated, isOwn);
            if (_identities.TryGetValue(IdentityKey(entry.ProviderName, entry.UserId), out var known))
            {
                if (known is null || (known.IsOwn && !isOwn))
                {
                    _identities[IdentityKey(entry.ProviderName, entry.UserId)] = holder;
                }
            }
            else if (!isOwn && entry.DateCreated is { } since)
            {
                foreach (var key in keys.Select(key => key with { Second = key.Second ^ ProviderKey(entry.ProviderName) }))
                {
                    if (_others.TryGetValue(key, out var other) && (other is null || since > other.Since))
                    {
                        _others[key] = holder;
                    }
                }
            }
        }

        void AddKnown(JournalItemKey? key)
        {
            if (key is { } each && _users.ContainsKey(each))
            {
                _users[each] = true;
                keys.Add(each);
            }
        }
    }

    private ComparedIdentity Compare(JournalRecord record)
    {
        var key = UserKey(record);
        var holder = _identities.GetValueOrDefault(IdentityKey(record.ProviderName!, record.ProviderAttributeValue!));
        if (holder is null && key is { } of
            && _others.GetValueOrDefault(of with { Second = of.Second ^ ProviderKey(record.ProviderName!) }) is { } other && other.Since > record.Time)
        {
            holder = other;
        }

        return new ComparedIdentity
        {
            UserPoolId = userPoolId,
            Username = record.Username,
            Sub = record.Sub,
            ProviderName = record.ProviderName!,
            ProviderType = record.ProviderType,
            ProviderAttributeName = record.ProviderAttributeName!,
            ProviderAttributeValue = record.ProviderAttributeValue!,
            State = holder is { IsOwn: true } ? (holder.Since < record.Time ? ComparedState.Gone : ComparedState.NewProfile)
                : holder is not null ? ComparedState.LinkedAgain
                : key is { } user && !_users.GetValueOrDefault(user, true) ? ComparedState.Deleted
                : ComparedState.Gone,
            FoundUsername = holder?.Username,
            FoundSub = holder?.Sub,
            FoundAttributeValue = holder?.Value,
            FoundSince = holder?.Since,
            UnlinkedAt = record.Time,
        };
    }

    private JournalItemKey IdentityKey(string providerName, string value) => JournalItemKey.Of(new JournalItem(userPoolId, null, providerName, value));

    // A sub is never reused; a name is what journals of earlier versions have instead.
    private JournalItemKey? UserKey(JournalRecord record) =>
        record.Sub is { } sub ? Key("sub", sub) : record.Username is { } name ? Key("name", name) : null;

    private JournalItemKey Key(string kind, string value) => JournalItemKey.Of(new JournalItem(userPoolId, kind, string.Empty, value));

    private ulong ProviderKey(string providerName) => Key("provider", providerName).Second;

    private sealed record Holder(string Username, string? Sub, string Value, DateTime? Since, bool IsOwn);
}
