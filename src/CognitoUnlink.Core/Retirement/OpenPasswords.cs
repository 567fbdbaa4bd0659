using System.Collections.Concurrent;
using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Retirement;

/// <summary>The users to whom earlier runs of a journal may have given a password: there is an intent, and no outcome. Thread-safe.</summary>
public sealed class OpenPasswords
{
    private const int MostNames = 10;

    private readonly string _path;
    private readonly IReadOnlyList<JournalRecord> _intents;
    private readonly ConcurrentDictionary<(string UserPoolId, string Username), JournalRecord> _open;
    private readonly ConcurrentDictionary<JournalRecord, bool> _met = new(ReferenceEqualityComparer.Instance);

    internal OpenPasswords(string path, IReadOnlyList<JournalRecord> intents)
    {
        (_path, _intents) = (path, intents);
        _open = new(intents.Select(intent => KeyValuePair.Create((intent.UserPoolId!, intent.Username!), intent)));
    }

    /// <summary>Reads them from a journal that a rehearsal must not write to.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <exception cref="UnlinkException">It is damaged, too new or cannot be read.</exception>
    public static OpenPasswords Read(string path)
    {
        var state = new JournalState();
        foreach (var record in File.Exists(path) ? new JournalReader(path).Read() : [])
        {
            state.Add(record);
        }

        return new OpenPasswords(path, [.. state.OpenPasswords]);
    }

    /// <summary>Whether it is open for a user, who then counts as part of the input.</summary>
    internal bool Has(string userPoolId, CognitoUser user)
    {
        var intent = Find(userPoolId, user);
        return intent is not null && (_met[intent] = true);
    }

    /// <summary>Takes a user who has been read, so that the rest of the run treats them like any other.</summary>
    /// <returns>Whether it was open for the user.</returns>
    internal bool Take(string userPoolId, CognitoUser user) => Find(userPoolId, user) is not null && _open.TryRemove((userPoolId, user.Username), out _);

    /// <summary>The warning about users who were not in the input; null for none.</summary>
    /// <param name="userPoolId">The pool of the run; null for all pools.</param>
    internal string? Warning(string? userPoolId)
    {
        var left = _intents.Where(intent => !_met.ContainsKey(intent) && (userPoolId ?? intent.UserPoolId) == intent.UserPoolId).Select(intent => $"'{intent.Username}'").ToList();
        if (left.Count == 0)
        {
            return null;
        }

        var names = string.Join(", ", left.Take(MostNames)) + (left.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {left.Count - MostNames:N0} more") : string.Empty);
        var what = left.Count == 1
            ? "a password change whose outcome is not known, because its run ended before the service answered. The user was not in the input"
            : string.Create(CultureInfo.InvariantCulture, $"{left.Count:N0} password changes whose outcome is not known, because their run ended before the service answered. The users were not in the input");
        return $"The journal '{_path}' has {what}: {names}. Run the command again with {(left.Count == 1 ? "this user" : "these users")} and the same journal.";
    }

    // Another user may have the name by now.
    private JournalRecord? Find(string userPoolId, CognitoUser user) =>
        _open.TryGetValue((userPoolId, user.Username), out var intent) && (intent.Sub is null || user.Sub is null || intent.Sub == user.Sub) ? intent : null;
}
