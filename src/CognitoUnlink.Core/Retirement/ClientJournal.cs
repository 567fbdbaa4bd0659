using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Retirement;

/// <summary>The journal of one run that closes app clients to a provider, or opens them again. It contains their providers and no other settings.</summary>
public sealed class ClientJournal : RunJournal
{
    private const int MostOthers = 3;

    private ClientJournal(string path)
        : base(path)
    {
    }

    /// <summary>Opens or creates a journal and begins a run.</summary>
    /// <param name="closes">Whether the run closes.</param>
    /// <param name="path">The file; it may be that of other runs.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="place">Where the pool is.</param>
    /// <param name="confirm">Asks the user about a journal that does not say where it was made; null to confirm everything.</param>
    /// <exception cref="UnlinkException">It is in use, damaged, too new, from another place or cannot be written.</exception>
    public static Task<ClientJournal> OpenAsync(bool closes, string path, RunSettings? settings = null, Place? place = null, Func<string, Task<bool>>? confirm = null) =>
        BeginAsync(new ClientJournal(path), closes ? RunTask.Close : RunTask.Reopen, settings, place, confirm);

    /// <summary>The app clients that a journal's runs closed to a provider and did not open again, with the providers that they had.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="providerName">The provider.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, <see cref="ErrorId.JournalTooNew"/>.</exception>
    public static ClosedClients ReadClosed(string path, string userPoolId, string providerName)
    {
        Dictionary<string, IReadOnlyList<string>> closed = [];
        HashSet<(string? Provider, string? Pool)> places = [];
        foreach (var record in new JournalReader(path).Read())
        {
            if (record is not { ClientId: { } client })
            {
                continue;
            }

            var isMeant = record.UserPoolId == userPoolId && record.ProviderName == providerName;

            // An intent may have been carried out; reading the client shows whether it was.
            if (record.Event == JournalEvent.ClientIntent && ProvidersIn(record) is { } before && before.Contains(record.ProviderName, StringComparer.Ordinal))
            {
                places.Add((record.ProviderName, record.UserPoolId));
                if (isMeant)
                {
                    closed[client] = before;
                }
            }
            else if (record.Event == JournalEvent.ClientReopened && isMeant)
            {
                closed.Remove(client);
            }
        }

        return new ClosedClients(closed, places.Contains((providerName, userPoolId)) ? null : NothingClosed(path, userPoolId, providerName, places));
    }

    /// <summary>Writes that a request is about to be sent. When this returns, it is on disk.</summary>
    /// <param name="item">The change.</param>
    /// <param name="client">The client as just read.</param>
    public Task IntentAsync(ClientItem item, AppClient client) => WriteAsync(RecordOf(JournalEvent.ClientIntent, item.UserPoolId) with
    {
        ProviderName = item.ProviderName,
        ClientId = item.ClientId,
        ClientName = client.ClientName,
        ProvidersBefore = JsonSerializer.Serialize(client.SupportedIdentityProviders, CoreJson.Default.IReadOnlyListString),
    });

    /// <summary>Writes the result for a client, without waiting for the disk: an intent without an outcome is settled when the client is read.</summary>
    /// <param name="result">The result.</param>
    /// <param name="error">Its error; null for none.</param>
    public Task OutcomeAsync(ClientProviderResult result, CognitoUnlinkException? error = null)
    {
        var journalEvent = result.Outcome switch
        {
            ClientOutcome.Closed => JournalEvent.ClientClosed,
            ClientOutcome.Reopened => JournalEvent.ClientReopened,
            _ => JournalEvent.ClientFailed,
        };
        var record = RecordOf(journalEvent, result.UserPoolId) with
        {
            ProviderName = result.ProviderName,
            ClientId = result.ClientId,
            ClientName = result.ClientName,
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            Reason = result.Reason,
        };
        return QueueOutcomeAsync(record, result.Throttled, error);
    }

    private static string NothingClosed(string path, string userPoolId, string providerName, HashSet<(string? Provider, string? Pool)> places)
    {
        var nothing = $"The journal '{path}' contains no app clients that were closed to provider {providerName} in user pool {userPoolId}";
        if (places.Count == 0)
        {
            return $"{nothing}.";
        }

        var named = string.Join(", ", places.Take(MostOthers).Select(place => $"provider {place.Provider} in user pool {place.Pool}"));
        return $"{nothing}, only app clients closed to {named}{(places.Count > MostOthers ? $" and {places.Count - MostOthers} more" : string.Empty)}.";
    }

    private static string[]? ProvidersIn(JournalRecord record)
    {
        try
        {
            return record.ProvidersBefore is { } text ? JsonSerializer.Deserialize(text, CoreJson.Default.StringArray) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
