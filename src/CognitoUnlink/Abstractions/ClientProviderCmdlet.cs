using System.Management.Automation;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that removes a provider from app clients, or puts it back.</summary>
public abstract class ClientProviderCmdlet : ChangeCmdlet<ClientItem, ClientReport>
{
    private ClientSearch? _search;

    /// <summary>Sets the default rate: five of the account's 15 requests per second.</summary>
    protected ClientProviderCmdlet() => RequestsPerSecond = 5;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [UserPoolIdTransformation]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The provider's name, case-sensitive.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Provider")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string ProviderName { get; set; } = string.Empty;

    /// <summary>The ids of the app clients.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] ClientId { get; set; } = [];

    /// <summary>True for Disable, false for Enable.</summary>
    private protected abstract bool Closes { get; }

    private protected override RunTask RunTask => Closes ? RunTask.Close : RunTask.Reopen;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        BeforeRecords(JournalPath, () =>
        {
            _search = new ClientSearch { UserPoolId = UserPoolId, ProviderName = ProviderName, Closes = Closes, ClientIds = ClientId };
            _search = _search.ReadJournal(JournalPath is null || (MyInvocation.ExpectingInput && !File.Exists(Resolved)) ? null : Resolved);
            Start(new ClientRun(this, Options, Closes, OpenJournal((path, settings, place, confirm) => ClientJournal.OpenAsync(Closes, path, settings, place, confirm)), StopToken));
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => BeforeRecords(ProviderName, () =>
    {
        // Piped objects name app clients. One without a name must not mean all of them.
        if (MyInvocation.ExpectingInput && ClientId.Length == 0)
        {
            throw new UnlinkException(ErrorId.ClientNotSpecified, "The pipeline input has no ClientId. Nothing was sent.");
        }

        var search = _search! with { ClientIds = ClientId };
        if (search.Warning is { } warning)
        {
            WriteWarning(warning);
        }

        var client = ClientFor(UserPoolId);
        foreach (var item in Wait(cancellationToken => search.FindAsync(client, cancellationToken)))
        {
            Add(item.ClientId, UserPoolId, item.ClientId, () => Run.Add(client, item));
        }
    });

    private protected override QuotaCategory MainQuota => QuotaCategory.UserPoolClientUpdate;

    private protected override (string One, string Many) Items => ("app client", "app clients");

    private protected override string Describe(ClientReport report)
    {
        var result = report.Result;
        var client = result.ClientName is { } name ? $"'{name}' ({result.ClientId})" : $"'{result.ClientId}'";
        var what = Closes ? $"Remove provider {result.ProviderName} from app client" : $"Add provider {result.ProviderName} again to app client";
        var next = result.Outcome switch
        {
            ClientOutcome.AlreadyClosed => "the client does not offer it",
            ClientOutcome.AlreadyOpen => "the client already offers it",
            ClientOutcome.Skipped or ClientOutcome.Failed => $"this will be refused: {(result.ErrorId == ErrorId.LastProvider ? "the client offers no other provider" : result.ErrorId)}",
            _ => $"providers: {string.Join(", ", result.ProvidersBefore ?? [])} -> {string.Join(", ", result.ProvidersAfter ?? [])}",
        };
        return $"{what} {client} in user pool {result.UserPoolId}{At(report)} ({next})";
    }

    private protected override string Question(ClientReport report) => $"{Describe(report)}?";

    private string Resolved => SessionState.Path.FileAt(JournalPath!, ErrorId.JournalNotWritable);
}
