using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Running;

namespace CognitoUnlink.Retirement;

/// <summary>A run that removes a provider from app clients, or puts it back, or rehearses it.</summary>
/// <param name="host">The host of the run.</param>
/// <param name="options">The run's options.</param>
/// <param name="closes">Whether it closes.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="stop">Stops the run.</param>
public sealed class ClientRun(IRunHost<ClientReport> host, RunOptions options, bool closes, ClientJournal? journal, CancellationToken stop)
    : ChangeRun<ClientItem, ClientReport>(host, options, closes ? RunTask.Close : RunTask.Reopen, journal, stop)
{
    private protected override string? NameToLookUp(RunInput input) => null;

    private protected override bool NeedsPreview(ClientItem item) => item.Read is null;

    private protected override async Task<ClientItem> ReadAsync(UserReader users, ClientItem item, CancellationToken cancellationToken) =>
        item with { Read = await ClientChange.ReadAsync(users.Caller, item.UserPoolId, item.ClientId, cancellationToken).ConfigureAwait(false) };

    private protected override ClientReport Preview(ClientItem item)
    {
        var report = ClientRule.Judge(item, item.Read!);
        return report with { Result = report.Result with { Timestamp = DateTime.UtcNow } };
    }

    private protected override Task<ClientReport> ChangeAsync(UserReader users, ClientItem item, CancellationToken cancellationToken) =>
        new ClientChange(users.Caller, journal).RunAsync(item, cancellationToken);

    private protected override ClientReport Failed(string userPoolId, string? username, ClientItem? item, CognitoUnlinkException problem) => ClientChange.Failed(
        (item?.ToResult() ?? new ClientProviderResult { UserPoolId = userPoolId, ClientId = username ?? string.Empty, ProviderName = string.Empty }) with { Timestamp = DateTime.UtcNow },
        problem);

    private protected override ClientReport Abandoned(ClientItem item) => ClientChange.Unanswered(item);

    private protected override string Describe(ClientItem item) => item.Describe();

    private protected override string PoolOf(ClientItem item) => item.UserPoolId;

    private protected override string? NameOf(ClientItem item) => item.ClientId;

    private protected override ProviderUser IdentityOf(ClientItem item) => new(item.ProviderName, string.Empty, string.Empty);
}

internal static class ClientRule
{
    /// <summary>Judges a client as just read: gives the new list of providers, or an outcome if there is nothing to send.</summary>
    public static ClientReport Judge(ClientItem item, AppClient client)
    {
        var now = client.SupportedIdentityProviders;
        var result = item.ToResult() with { ClientName = client.ClientName, ProvidersBefore = now, ProvidersAfter = now };
        var offers = now.Contains(item.ProviderName, StringComparer.Ordinal);
        if (offers != item.Closes)
        {
            return new ClientReport(result with { Outcome = item.Closes ? ClientOutcome.AlreadyClosed : ClientOutcome.AlreadyOpen }, null);
        }

        List<string> after = item.Closes ? [.. now.Where(name => name != item.ProviderName)] : With(now, item);
        if (after.Count > 0)
        {
            return new ClientReport(result with { Outcome = item.Closes ? ClientOutcome.WouldClose : ClientOutcome.WouldReopen, ProvidersAfter = after }, null);
        }

        var refusal = new UnlinkException(
            ErrorId.LastProvider,
            $"Not closed: '{item.ProviderName}' is the only provider of app client {item.Name(client)}, so no one could sign in with that client any longer. Nothing was sent.");
        return new ClientReport(result with { Outcome = ClientOutcome.Skipped, Reason = refusal.Message }, refusal);
    }

    // After the nearest provider that preceded it, of those that are still there.
    private static List<string> With(IReadOnlyList<string> now, ClientItem item)
    {
        List<string> after = [.. now];
        if (item.ProvidersBefore is { } before && before.Contains(item.ProviderName, StringComparer.Ordinal))
        {
            var neighbor = before.TakeWhile(name => name != item.ProviderName).LastOrDefault(after.Contains);
            after.Insert(neighbor is null ? 0 : after.IndexOf(neighbor) + 1, item.ProviderName);
        }
        else
        {
            after.Add(item.ProviderName);
        }

        return after;
    }
}
