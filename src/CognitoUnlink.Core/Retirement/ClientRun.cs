using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Running;

namespace CognitoUnlink.Retirement;

/// <summary>A run that takes a provider out of app clients, or puts it back, or rehearses it.</summary>
/// <param name="host">Shows and asks.</param>
/// <param name="options">How the run works.</param>
/// <param name="closes">Whether it closes.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="stop">Stops the run.</param>
public sealed class ClientRun(IRunHost<ClientReport> host, RunOptions options, bool closes, ClientJournal? journal, CancellationToken stop)
    : ChangeRun<ClientItem, ClientReport>(host, options, closes ? RunTask.Close : RunTask.Reopen, journal, stop)
{
    private protected override string? NameToLookUp(Ask ask) => null;

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
