using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Running;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Links external sign-ins to users again: the undo of Disable-CGIPProviderForUser.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html"/>
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "CGIPProviderForUser", DefaultParameterSetName = RecordSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = ProjectLinks.Cmdlets + "Enable-CGIPProviderForUser.md")]
[OutputType(typeof(LinkResult))]
public sealed class EnableProviderForUserCommand : UserChangeCmdlet<LinkItem, LinkReport>
{
    private const string RecordSet = "Record";
    private const string ExactSet = "Exact";

    private LinkRun? _run;
    private readonly RecordUndo<(PSObject Input, IRow Row)> _records = new();
    private bool _undoesJournal;

    /// <summary>
    /// What to undo: records from Get-CGIPUnlinkJournal, results from Disable-CGIPProviderForUser, or identities from Get-CGIPLinkedIdentity.
    /// Records and results are only linked again if they are Unlinked. For journals, this includes unlinks whose answer was not received.
    /// </summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Pipe it in: Get-CGIPUnlinkJournal FILE | Enable-CGIPProviderForUser")]
    public PSObject? InputObject { get; set; }

    /// <summary>The user pool's id. Piped input from another pool is refused.</summary>
    [Parameter(ParameterSetName = RecordSet)]
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [UserPoolIdTransformation]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The user who gets the identity.</summary>
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, Position = 1)]
    [Alias("DestinationUser_ProviderAttributeValue")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UsernameCompleter))]
    public string Username { get; set; } = string.Empty;

    /// <summary>Cognito, as in the parameters of AdminLinkProviderForUser: identities are linked to users of the pool itself.</summary>
    [Parameter(ParameterSetName = ExactSet)]
    [Alias("DestinationUser_ProviderName")]
    [ValidateSet(ProviderUser.CognitoProvider, IgnoreCase = false)]
    public string DestinationProviderName { get; set; } = ProviderUser.CognitoProvider;

    /// <summary>The provider's name, case-sensitive.</summary>
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, Position = 2)]
    [Alias("SourceUser_ProviderName", "Provider")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string ProviderName { get; set; } = string.Empty;

    /// <summary>The attribute to link by: Cognito_Subject, or for SAML and OIDC providers, an attribute that a claim is mapped to.</summary>
    [Parameter(ParameterSetName = ExactSet, Mandatory = true)]
    [Alias("SourceUser_ProviderAttributeName")]
    [ValidateNotNullOrEmpty]
    public string ProviderAttributeName { get; set; } = string.Empty;

    /// <summary>The attribute's value, case-sensitive.</summary>
    [Parameter(ParameterSetName = ExactSet, Mandatory = true)]
    [Alias("SourceUser_ProviderAttributeValue")]
    [ValidateNotNullOrEmpty]
    public string ProviderAttributeValue { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        BeforeRecords(JournalPath, () => Start(_run = new LinkRun(this, Options, OpenJournal(LinkJournal.OpenAsync), StopToken)));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            Add(Username, UserPoolId, Username, () =>
            {
                SubjectRule.Check(ProviderName, ProviderAttributeValue);
                AddItem(new LinkItem
                {
                    UserPoolId = UserPoolId,
                    Username = Username,
                    Source = new ProviderUser(ProviderName, ProviderAttributeName, ProviderAttributeValue),
                });
            });
            return;
        }

        foreach (var element in Each(InputObject))
        {
            AddInput(element);
        }
    }

    private void AddInput(PSObject? input)
    {
        foreach (var row in Expand(new PipelineRow(input)))
        {
            Add(input, UserPoolId, null, () =>
            {
                PipelineRow.CheckForm(input);
                PipedCredential.Refuse(input);
                PipelineRow.RefuseText(input);
                AddRow(input ?? throw PipelineRow.NotAUser(), row ?? throw PipelineRow.NotAUser());
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Only the last record shows what has been linked again since.
        foreach (var (input, row) in _records.Undone)
        {
            Add(input, UserPoolId, row.Text(nameof(JournalRecord.Username)), () => AddIdentities(row));
        }

        base.EndProcessing();
        if (_undoesJournal && JournalPath is null && !IsRehearsal && _run?.Changes > 0)
        {
            WriteWarning("The journal that these records came from does not record this undo. A later run with that journal would skip the identities that are linked again now. To record the undo, run this command again with that journal as -JournalPath.");
        }
    }

    private protected override int ActivityId => 720_402;

    private protected override RunTask RunTask => RunTask.Link;

    private protected override string Describe(LinkReport report)
    {
        var result = report.Result;
        var by = result.ProviderAttributeName == ProviderUser.CognitoSubject ? string.Empty : $" by {result.ProviderAttributeName}";
        return $"Link {result.ProviderName} identity '{result.ProviderAttributeValue}'{by} to user '{result.Username}' in user pool {result.UserPoolId}{At(report)}";
    }

    private protected override string Question(LinkReport report) => $"{Describe(report)}?";

    private void AddRow(PSObject input, IRow row)
    {
        var isRecord = _records.Add(row, (input, row));
        if (UndoRule.PassedOver(row) is { } why)
        {
            WriteVerbose($"Ignored: {why}.");
        }
        else if (!isRecord)
        {
            AddIdentities(row);
        }
    }

    private void AddIdentities(IRow row)
    {
        _undoesJournal |= row.Has(nameof(JournalRecord.Event));
        var meaning = Rows.Read(row);
        if (UserPoolId.Length > 0)
        {
            RowReader.CheckPool(meaning.UserPoolId, UserPoolId);
        }

        var userPoolId = UserPoolId.Length > 0 ? UserPoolId : meaning.UserPoolId ?? throw RowReader.Lacking(row, nameof(UserPoolId));
        foreach (var item in meaning.ToLinkItems(userPoolId))
        {
            AddItem(item);
        }
    }

    private void AddItem(LinkItem item) => _run!.Add(ClientFor(item.UserPoolId), item);
}
