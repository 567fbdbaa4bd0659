using System.Collections;
using System.Globalization;
using System.Management.Automation;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Running;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>Shows the external identities of piped users, of users that you name, or of a whole user pool.</summary>
[Cmdlet(VerbsCommon.Get, "CGIPLinkedIdentity", DefaultParameterSetName = PoolSet, HelpUri = ProjectLinks.Cmdlets + "Get-CGIPLinkedIdentity.md")]
[OutputType(typeof(LinkedIdentity))]
public sealed class GetLinkedIdentityCommand : CognitoCmdlet, IListHost
{
    private const string PoolSet = "Pool";

    private readonly RowReader _rows = new();
    private ListRun? _run;
    private Task<long?>? _total;
    private bool _isCredentialPiped;
    private bool _isUserTyped;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [UserPoolIdTransformation]
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
    [Alias("Provider")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderPatternCompleter))]
    public string[] ProviderName { get; set; } = [];

    /// <summary>
    /// Read the pool in 16 parallel parts, which is faster for large pools. Users are in no particular order. At the end, a warning
    /// is shown if fewer users were read than Amazon Cognito estimates, which requires permission for DescribeUserPool.
    /// </summary>
    [Parameter(ParameterSetName = PoolSet)]
    public SwitchParameter Parallel { get; set; }

    /// <summary>
    /// Read the pool's replica in the region of -Region. It has the same ID. It may lag behind the primary. A local
    /// user pool has no replicas.
    /// </summary>
    [Parameter]
    public SwitchParameter Replica { get; set; }

    /// <summary>
    /// Objects from Get-CGIPUserList, Get-CGIPUserAdmin or Get-CGIPUsersInGroup, or objects with the same properties. Credentials from
    /// Get-AWSCredential are used like -Credential.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isUserTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Username));
        BeforeRecords(ProviderName, () => _ = new ProviderFilter(ProviderName));
        var options = new RunOptions { ThrottleLimit = ThrottleLimit, Changed = Changed, UserPoolId = IsPoolTyped ? UserPoolId : null };
        _run = new ListRun(this, options, StopToken);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Credential is null && PipedCredential.Of(InputObject) is { } credential)
        {
            AddWith(credential);
            return;
        }

        if (IsHeld(InputObject, list => Add(list, () => throw PipelineRow.IsTable())))
        {
            return;
        }

        if (ListOf(InputObject) is { } list)
        {
            AddList(list);
            return;
        }

        Add(InputObject ?? (object)UserPoolId, () => PipelineRow.CheckForm(InputObject));
        AddRecord();
    }

    private void AddList(IEnumerable list)
    {
        foreach (var element in OneByOne(list))
        {
            AddElement(element);
        }
    }

    // As the engine would bind it, if the object were piped by itself.
    private void AddElement(PSObject? element)
    {
        InputObject = element;
        UserPoolId = IsPoolTyped ? UserPoolId : element is null ? string.Empty : UserPoolIdTransformationAttribute.PoolOf(element);
        if (element is null)
        {
            Add(UserPoolId, () => throw PipelineRow.NotAUser());
            return;
        }

        Add(element, () => PipelineRow.CheckForm(element));
        if (new PipelineRow(element).IsNoRow)
        {
            return;
        }

        if (_isUserTyped && !Parallel)
        {
            AddRecord();
        }
        else if (!Parallel && !IsPipedPoolId && element.BaseObject is string { Length: > 0 } username)
        {
            AddUser(element, new RowMeaning { Username = username });
        }
        else
        {
            AddPiped();
        }
    }

    // Credentials name no user: the record means the same as without piped input.
    private void AddWith(object credential)
    {
        (Credential, InputObject, _isCredentialPiped) = (credential, null, true);
        if (UserPoolId.Length == 0)
        {
            Add(UserPoolId, CheckPool);
        }
        else
        {
            AddRecord();
        }

        (Credential, _isCredentialPiped) = (null, false);
    }

    private void AddRecord()
    {
        // A row says more than its username.
        if (IsPipedPoolId || ParameterSetName == PoolSet || (ExpectsRecords && !_isUserTyped && InputObject?.BaseObject is not (null or string or ValueType)))
        {
            AddPiped();
            return;
        }

        foreach (var username in Username)
        {
            AddUser(username, new RowMeaning { Username = username, User = ExpectsRecords ? _rows.UserShown(new PipelineRow(InputObject), username) : null });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (TakeHeld() is { } held)
        {
            AddList(ListOf(held)!);
        }

        _run!.Complete();
        Pump(_run.Advance, () => _run.IsEnded);
        foreach (var (problem, userPoolId) in _run.ProblemsAtEnd)
        {
            WriteError(ErrorRecords.Of(problem, userPoolId));
        }

        EndRun();
        EndProgress();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _run?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    void IListHost.Show(LinkedIdentity identity) => WriteObject(identity);

    /// <inheritdoc/>
    void IListHost.Warn(string text) => WriteWarning(text);

    /// <inheritdoc/>
    void IListHost.Show(CognitoUnlinkException problem, string target)
    {
        WriteLog();
        WriteError(ErrorRecords.Of(problem, target));
    }

    /// <inheritdoc/>
    void IListHost.Show(UserCountCheck check)
    {
        WriteVerbose($"Users read: {check.Listed}. Amazon Cognito's estimate: {check.Estimated?.ToString(CultureInfo.InvariantCulture) ?? "none"}.");
        if (check.Warning is not null)
        {
            WriteWarning(check.Warning);
        }
    }

    private protected override QuotaCategory MainQuota => QuotaCategory.UserList;

    private protected override bool ReadsReplica => Replica;

    private protected override int ActivityId => 720_401;

    private protected override (long Done, long? Total, long Errors, string Items) Count() => (_run?.Users ?? 0, EstimatedTotal(), _run?.Errors ?? 0, "users");

    private void Add(object? target, Action add)
    {
        try
        {
            add();
        }
        catch (CognitoUnlinkException problem)
        {
            if (problem.Scope == FailureScope.Item || (!IsPoolTyped && (problem.Scope == FailureScope.Pool || problem.ErrorId == ErrorId.LocalUserPoolStopped)))
            {
                WriteError(ErrorRecords.Of(problem, target));
            }
            else
            {
                ThrowTerminatingError(ErrorRecords.Of(problem, target));
            }
        }

        var run = _run!;
        PumpUntilRoom(run.Advance, () => run.HasRoom, () => run.IsEnded);
        EndRun();
    }

    private void EndRun()
    {
        if (_run!.Failure is { } failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure, UserPoolId, StoppedAfter(_run.Users, "user", "users")));
        }
    }

    // A string binds as a user too; without an argument for the pool it can only be a pool.
    private bool IsPipedPoolId => !IsPoolTyped && InputObject?.BaseObject is string text && UserPoolIdRule.HasRegion(text);

    private bool ExpectsRecords => MyInvocation.ExpectingInput && !_isCredentialPiped;

    // Only an object that is a pool means all its users.
    private void AddPiped()
    {
        var row = new PipelineRow(InputObject);
        if (!ExpectsRecords || IsPipedPoolId || PoolRow.IsPool(row))
        {
            Add(InputObject ?? (object)UserPoolId, () =>
            {
                if (IsPoolTyped && ExpectsRecords)
                {
                    RowReader.CheckPool(UserPoolIdTransformationAttribute.PoolOf(InputObject), UserPoolId);
                }

                _run!.AddPool(ClientFor(UserPoolId), UserPoolId, Filter(UserPoolId, ProviderName), Parallel);
            });
        }
        else if (!RowShapes.HasList(row) && (Parallel || (!RowReader.CanSay(row) && !row.Has(nameof(UserPoolId)))))
        {
            var piped = InputObject?.BaseObject.GetType().Name ?? "null";
            Add(InputObject, () => throw new UnlinkException(
                ErrorId.NotAUser,
                Parallel ? $"-Parallel reads whole pools, but the input is not a pool: {piped}. Give an object with a UserPoolId, or no input." : $"The input is neither a user nor a pool: {piped} without a Username or a UserPoolId. {RowReader.Seen(row.Names)}"));
        }
        else
        {
            AddRows(row);
        }
    }

    private void AddRows(PipelineRow piped)
    {
        if (RowShapes.IsPart(piped))
        {
            WriteWarning("The input is one page of a listing (it has a token for the next page). Users on the other pages are not shown.");
        }

        foreach (var row in RowShapes.Expand(piped))
        {
            Add(InputObject, () =>
            {
                var meaning = _rows.Read(row ?? throw PipelineRow.NotAUser());
                if (IsPoolTyped)
                {
                    RowReader.CheckPool(meaning.UserPoolId, UserPoolId);
                }
                else
                {
                    UserPoolId = meaning.UserPoolId ?? UserPoolId;
                }

                AddUser(InputObject, meaning);
            });
        }
    }

    private void AddUser(object? target, RowMeaning row) => Add(target, () =>
    {
        CheckPool();
        _run!.AddUser(ClientFor(UserPoolId), UserPoolId, row, Filter(UserPoolId, ProviderName));
    });

    private void CheckPool()
    {
        if (!IsPoolTyped && InputObject?.BaseObject is string text)
        {
            // It may be the misspelled id of one of several pools.
            throw new UnlinkException(ErrorId.UserPoolNotSpecified, $"Nothing was read: '{text}' is not a user pool id, and no user pool was given in which it could be a user.", scope: FailureScope.Item);
        }

        if (UserPoolId.Length == 0)
        {
            throw new UnlinkException(ErrorId.UserPoolNotSpecified, "Nothing was read: the pipeline input does not name its user pool, and none was given.");
        }
    }

    // Fetched only if there is progress to show. The number of piped users is not known.
    private long? EstimatedTotal()
    {
        if (ParameterSetName != PoolSet || MyInvocation.ExpectingInput)
        {
            return null;
        }

        _total ??= EstimateAsync(ClientFor(UserPoolId), UserPoolId);
        return _total.IsCompletedSuccessfully ? _total.Result : null;
    }

    private async Task<long?> EstimateAsync(PoolClient client, string userPoolId) =>
        await (await client.ConnectAsync(StopToken).ConfigureAwait(false)).EstimatedNumberOfUsersAsync(userPoolId, StopToken).ConfigureAwait(false);
}
