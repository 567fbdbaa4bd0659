using System.Globalization;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Completion;

/// <summary>The names in a journal, each with its description: users, providers with their type, runs with the time of their first line.</summary>
/// <param name="Usernames">The users.</param>
/// <param name="ProviderNames">The providers.</param>
/// <param name="Runs">The runs, oldest first.</param>
public sealed record JournalNames(
    IReadOnlyDictionary<string, string?> Usernames, IReadOnlyDictionary<string, string?> ProviderNames, IReadOnlyDictionary<string, string?> Runs)
{
    private const int MostRecords = 50_000;

    /// <summary>Reads the beginning of a journal, as far as it is valid.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static JournalNames Read(string path, CancellationToken cancellationToken)
    {
        SortedDictionary<string, string?> users = new(StringComparer.OrdinalIgnoreCase), providers = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string?> runs = [];
        try
        {
            foreach (var record in new JournalReader(path).Read().Take(MostRecords))
            {
                cancellationToken.ThrowIfCancellationRequested();
                runs.TryAdd(record.Run, record.Time.ToString("u", CultureInfo.InvariantCulture));
                if (record.Username is { } user)
                {
                    users.TryAdd(user, null);
                }

                if (record.ProviderName is { } provider)
                {
                    providers.TryAdd(provider, record.ProviderType);
                }
            }
        }
        catch (UnlinkException)
        {
            // Names before the damaged line are still names.
        }

        return new JournalNames(users, providers, runs);
    }
}
