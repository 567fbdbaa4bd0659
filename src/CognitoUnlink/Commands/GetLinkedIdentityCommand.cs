using System.Globalization;
using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Pacing;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Shows the external identities of users: of those piped in, of those named, or of a whole user pool.</summary>
[Cmdlet(VerbsCommon.Get, "CGIPLinkedIdentity", DefaultParameterSetName = PoolSet)]
[OutputType(typeof(LinkedIdentity))]
public sealed class GetLinkedIdentityCommand : CognitoCmdlet
{
    private const string PoolSet = "Pool";
    private const int ActivityId = 720_401;

    private readonly RowReader _rows = new();
    private PipelineProgress? _progress;
    private long _users;
    private Task<long?>? _total;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The users' names.</summary>
    [Parameter(ParameterSetName = "User", Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [UsernameTransformation]
    [ArgumentCompleter(typeof(UsernameCompleter))]
    public string[] Username { get; set; } = [];

    /// <summary>Provider names with wildcards; only their identities are shown.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderPatternCompleter))]
    public string[] ProviderName { get; set; } = [];

    /// <summary>
    /// Read the pool in 16 parts at once, which is faster where the pool is large. Users come in no order. At the end a warning
    /// tells when fewer users were read than Amazon Cognito estimates there are, which wants the permission for DescribeUserPool.
    /// </summary>
    [Parameter(ParameterSetName = PoolSet)]
    public SwitchParameter Parallel { get; set; }

    /// <summary>Objects of Get-CGIPUserList, Get-CGIPUserAdmin or Get-CGIPUsersInGroup, or of the same shape.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _progress = new PipelineProgress(this, ActivityId, "users");
        BeforeRecords(ProviderName, () => _ = new ProviderFilter(ProviderName));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PoolSet)
        {
            ForRecord(InputObject ?? (object)UserPoolId, () =>
            {
                CheckPipedPool();
                WritePool();
            });
            return;
        }

        foreach (var username in Username)
        {
            ForRecord(username, () => WriteUser(username));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FinishLookups();
        _progress!.End();
        ReportUnknownProviders();
        WriteLog();
    }

    /// <inheritdoc/>
    private protected override QuotaCategory MainQuota => QuotaCategory.UserList;

    /// <inheritdoc/>
    private protected override string? DoneSoFar => _users switch
    {
        0 => null,
        1 => "1 user",
        _ => $"{_users} users",
    };

    /// <inheritdoc/>
    private protected override void ShowCount()
    {
        if (_progress!.IsDue)
        {
            _progress.Show(_users, EstimatedTotal(), 0, Retried);
        }
    }

    // Whatever the engine could not bind as a user ends in this set, which would read the whole pool for it.
    private void CheckPipedPool()
    {
        if (MyInvocation.ExpectingInput && (!new PipelineRow(InputObject).Has(nameof(UserPoolId)) || new PipelineRow(InputObject).Has(nameof(Username))))
        {
            var piped = InputObject?.BaseObject.GetType().Name ?? "null";
            throw new UnlinkException(
                ErrorId.NotAUser,
                Parallel ? $"-Parallel reads whole pools, and what was piped is none: {piped}." : $"What was piped is no user: {piped} without a Username.");
        }
    }

    // Asked for only when there is progress to show. How many users are piped cannot be known.
    private long? EstimatedTotal()
    {
        if (ParameterSetName != PoolSet || MyInvocation.ExpectingInput)
        {
            return null;
        }

        _total ??= ReaderFor(UserPoolId).EstimatedNumberOfUsersAsync(UserPoolId, StopToken);
        return _total.IsCompletedSuccessfully ? _total.Result : null;
    }

    private void WriteUser(string username)
    {
        var (userPoolId, filter) = (UserPoolId, Filter(UserPoolId, ProviderName));
        if (_rows.UserShown(new PipelineRow(InputObject), username) is { } listed)
        {
            AfterLookups(username, () => WriteIdentities(userPoolId, listed, filter));
        }
        else
        {
            var reader = ReaderFor(userPoolId);
            LookUp(username, cancellation => reader.GetUserAsync(userPoolId, username, cancellation), user => WriteIdentities(userPoolId, user, filter));
        }
    }

    private void WritePool()
    {
        if (!Parallel)
        {
            WriteIdentities(ReaderFor(UserPoolId).ListUsersAsync(UserPoolId, StopToken));
            return;
        }

        var list = ReaderFor(UserPoolId).ListUsersInPartitions(UserPoolId);
        WriteIdentities(list);
        if (list.Check is { } check)
        {
            WriteVerbose($"Users read: {check.Listed}. Amazon Cognito's estimate: {check.Estimated?.ToString(CultureInfo.InvariantCulture) ?? "none"}.");
            if (check.Warning is not null)
            {
                WriteWarning(check.Warning);
            }
        }
    }

    private void WriteIdentities(IAsyncEnumerable<CognitoUser> list)
    {
        var filter = Filter(UserPoolId, ProviderName);
        var users = list.GetAsyncEnumerator(StopToken);
        try
        {
            while (Wait(users.MoveNextAsync().AsTask()))
            {
                var user = users.Current;
                ForRecord(user.Username, () => WriteIdentities(UserPoolId, user, filter));
            }
        }
        finally
        {
            users.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void WriteIdentities(string userPoolId, CognitoUser user, ProviderFilter filter)
    {
        _users++;
        ShowProgress();
        foreach (var identity in LinkedIdentities.Of(userPoolId, user).Where(identity => filter.IsMatch(identity.ProviderName)))
        {
            WriteObject(identity);
        }
    }
}
