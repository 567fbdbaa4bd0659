using CognitoUnlink.Cli.Output;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Cli.Options;

/// <summary>The journal of a run.</summary>
internal static class JournalOption
{
    /// <summary>Opens it.</summary>
    /// <exception cref="Errors.UnlinkException">It is in use, damaged or cannot be written.</exception>
    public static async Task<T> OpenAsync<T>(
        string path, Func<string, RunSettings, Place?, Func<string, Task<bool>>, Task<T>> open, PoolSession session, RunSettings settings, Func<string, Task<bool>> confirmPlace, CancellationToken cancellationToken)
        where T : RunJournal
    {
        var place = await session.PlaceAsync(cancellationToken).ConfigureAwait(false);
        var journal = await open(path, settings, place, confirmPlace).ConfigureAwait(false);
        if (journal.TornLine is { } torn)
        {
            Messages.End($"The last line of the journal (line {torn.Number}) was incomplete and has been cut off.");
        }

        return journal;
    }

    /// <summary>What the journal says was asked for.</summary>
    public static RunSettings Settings(PoolSession session, string[] providers, Shard? shard, int? maximumChange, int throttleLimit) => new()
    {
        UserPoolId = session.IsPoolGiven ? session.UserPoolId : null,
        Region = session.IsPoolGiven ? UserPoolIdRule.RegionOf(session.UserPoolId) : null,
        ProviderName = RunSettings.Join(providers),
        Shard = shard?.ToString(),
        MaximumChange = maximumChange,
        RequestsPerSecond = session.RequestsPerSecond,
        ThrottleLimit = throttleLimit,
    };
}
