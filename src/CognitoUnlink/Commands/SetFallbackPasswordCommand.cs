using System.Management.Automation;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Sets a random password, which users replace with "forgot password", for users who could not sign in without a provider.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html"/>
/// </summary>
[Cmdlet(VerbsCommon.Set, "CGIPFallbackPassword", DefaultParameterSetName = RecordSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = ProjectLinks.Cmdlets + "Set-CGIPFallbackPassword.md")]
[OutputType(typeof(FallbackResult))]
public sealed class SetFallbackPasswordCommand : UserChangeCmdlet<FallbackItem, FallbackReport>
{
    private const string RecordSet = "Record";
    private const string UserSet = "User";

    private FallbackRun? _run;
    private NotifyFile? _notify;

    /// <summary>Sets the default rate: the rest of the 30 requests per second is for people who forgot their password.</summary>
    public SetFallbackPasswordCommand() => RequestsPerSecond = 10;

    /// <summary>Users or identities, as Get-CGIPLinkedIdentity writes them, or usernames.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Pipe it in: Get-CGIPLinkedIdentity POOL | Set-CGIPFallbackPassword")]
    public PSObject? InputObject { get; set; }

    /// <summary>The user pool's id. Piped input from another pool is refused.</summary>
    [Parameter(ParameterSetName = RecordSet, Position = 0)]
    [Parameter(ParameterSetName = UserSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [UserPoolIdTransformation]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The users.</summary>
    [Parameter(ParameterSetName = UserSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UsernameCompleter))]
    public string[] Username { get; set; } = [];

    /// <summary>The providers to be retired; wildcards, case-sensitive. The default is those of the piped identities.</summary>
    [Parameter(ParameterSetName = UserSet, Mandatory = true, Position = 2)]
    [Parameter(ParameterSetName = RecordSet)]
    [Alias("Provider")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderPatternCompleter))]
    public string[] ProviderName { get; set; } = [];

    /// <summary>A new CSV file with the users who got a password, so that you can notify them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        BeforeRecords(ProviderName, () => _ = new ProviderFilter(ProviderName));

        // The list last, because a run that cannot start must not leave one behind that blocks the next run.
        FallbackJournal? journal = null;
        BeforeRecords(JournalPath, () => journal = OpenJournal(FallbackJournal.OpenAsync));
        BeforeRecords(NotifyPath, () => _notify = NotifyPath is null || IsRehearsal ? null : NotifyFile.Create(SessionState.Path.FileAt(NotifyPath, ErrorId.NotifyFileNotWritable)));
        BeforeRecords(JournalPath, () => Start(_run = new FallbackRun(this, Options, journal, _notify, StopToken)
        {
            OpenPasswords = JournalPath is not null && IsRehearsal ? OpenPasswords.Read(SessionState.Path.FileAt(JournalPath, ErrorId.JournalNotReadable)) : journal?.OpenPasswords,
        }));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            foreach (var username in Username)
            {
                Add(username, UserPoolId, username, () => AddMeaning(UserPoolId, new RowMeaning { Username = username }));
            }
        }
        else if (!IsHeld(InputObject, list => Add(list, UserPoolId, null, () => throw PipelineRow.IsTable())))
        {
            AddList(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (TakeHeld() is { } held)
        {
            AddList(held);
        }

        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _notify?.Dispose();
    }

    private protected override QuotaCategory MainQuota => QuotaCategory.UserAccountRecovery;

    private protected override int ActivityId => 720_406;

    private protected override (string One, string Many) Items => ("user", "users");

    private protected override bool NeedsConfirmation(FallbackReport preview) => preview.IsChange;

    private protected override RunTask RunTask => RunTask.Fallback;

    private protected override string Describe(FallbackReport report)
    {
        var result = report.Result;
        if (result is { Outcome: FallbackOutcome.WouldSetPassword, Reason: not null })
        {
            return $"Record that user '{result.Username}' in user pool {result.UserPoolId}{At(report)} got a password from an earlier run, which ended before the service answered";
        }

        var reset = result.Recovery == Recovery.VerifiedPhone ? "reset by verified phone number" : "reset by verified e-mail";
        var invitation = result.UserStatus == "FORCE_CHANGE_PASSWORD" ? "ends an open invitation, " : string.Empty;
        return $"Give user '{result.Username}' in user pool {result.UserPoolId}{At(report)} a random password that nobody knows ({reset}; {invitation}makes the user active, and so billed, this month)";
    }

    private protected override string Question(FallbackReport report) => $"{Describe(report)}?";

    private void AddList(PSObject input)
    {
        foreach (var element in Each(input))
        {
            AddInput(element);
        }
    }

    private void AddInput(PSObject? input)
    {
        if (input?.BaseObject is string name)
        {
            Add(input, UserPoolId, name, () => AddMeaning(PoolOf(null), new RowMeaning { Username = name }));
            return;
        }

        foreach (var row in Expand(new PipelineRow(input)))
        {
            Add(input, UserPoolId, null, () =>
            {
                PipelineRow.CheckForm(input);
                PipedCredential.Refuse(input);
                var meaning = Rows.Read(input is null || row is null ? throw PipelineRow.NotAUser() : row);
                AddMeaning(PoolOf(meaning.UserPoolId), meaning, input.BaseObject as LinkedIdentity);
            });
        }
    }

    private string PoolOf(string? named)
    {
        if (UserPoolId.Length > 0)
        {
            RowReader.CheckPool(named, UserPoolId);
            return UserPoolId;
        }

        return named ?? throw new UnlinkException(ErrorId.UserPoolNotSpecified, "Nothing was sent: the pipeline input does not name its user pool, and none was given.");
    }

    private void AddMeaning(string userPoolId, RowMeaning row, LinkedIdentity? listed = null)
    {
        var filter = ProviderName.Length > 0 ? Filter(userPoolId, ProviderName) : null;
        row.CheckFilter(filter, "-ProviderName was not given");
        _run!.AddRow(ClientFor(userPoolId), userPoolId, row, filter, listed);
    }
}
