using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Running;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that talks to user pools: AWS.Tools' common parameters, clients, and the pump on the pipeline's thread.</summary>
public abstract class CognitoCmdlet : StoppableCmdlet
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);
    private static readonly HashSet<string> s_commonParameters =
        [nameof(Region), nameof(ProfileName), nameof(ProfileLocation), nameof(AccessKey), nameof(SecretKey), nameof(SessionToken), nameof(EndpointUrl)];

    private PSObject? _held;
    private long _records;
    private readonly Dictionary<GatewayOptions, PoolClient> _clients = [];
    private readonly Dictionary<(PoolClient Client, string UserPoolId, string ProviderNames), ProviderFilter> _filters = [];
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly RunProgress _progress = new();
    private readonly Lazy<CallLog?> _log;
    private CredentialHost? _credentialHost;
    private HashSet<string> _typed = [];
    private string? _computed;
    private int _thread;

    /// <summary>Sets up the log once parameters and preferences are known.</summary>
    protected CognitoCmdlet() => _log = new Lazy<CallLog?>(() => StreamPreferences.LogFor(this));

    /// <summary>System name of the region, for instance eu-west-1, or an object from Get-AWSRegion or the AWS SDK for .NET.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Name of a credential profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>Path of the credential file that contains the profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    /// <summary>Access key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    /// <summary>Secret key of the access key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>Session token of temporary keys.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    /// <summary>Credentials object from Get-AWSCredential, or an AWSCredentials object from any AWS SDK for .NET.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Credential { get; set; }

    /// <summary>URL to send requests to instead of the region's endpoint.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EndpointUrl { get; set; }

    /// <summary>How many users or identities are processed at the same time. Identities of one user are processed one after another.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// Requests per second that count against the quota that the command uses most: UserUpdate to change users, UserList to read a
    /// pool. Other requests use the same share of their quotas. By default, local user pools have no limit.
    /// </summary>
    [Parameter]
    [ValidateRange(0.1, 10_000)]
    public double RequestsPerSecond { get; set; } = RequestPace.DefaultRequestsPerSecond;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _thread = Environment.CurrentManagedThreadId;
        _typed = [.. MyInvocation.BoundParameters.Keys];
        IsPoolTyped = _typed.Contains("UserPoolId");

        // Until there is a record, the value of a script block is not that of the parameter.
        _computed = MyInvocation.BoundParameters.FirstOrDefault(bound => bound.Value is { } value && !MyInvocation.MyCommand.Parameters[bound.Key].ParameterType.IsInstanceOfType(value)).Key;
        foreach (var (name, value) in MyInvocation.BoundParameters.Where(bound => s_commonParameters.Contains(bound.Key)))
        {
            BeforeRecords(name, () => CheckGiven(name, value));
        }
    }

    // An empty column counts as not given, but an empty argument comes from an unset variable.
    private static void CheckGiven(string name, object? value)
    {
        if (value is null || (value is string text && string.IsNullOrWhiteSpace(text)))
        {
            throw new UnlinkException(ErrorId.EmptyValue, $"The value of {name} is empty. Nothing was sent.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
        base.Dispose(disposing);
    }

    /// <summary>Wakes the pump.</summary>
    private protected Signal Changed { get; } = new();

    /// <summary>The quota that <see cref="RequestsPerSecond"/> applies to.</summary>
    private protected abstract QuotaCategory MainQuota { get; }

    /// <summary>Whether <see cref="Region"/> is the region of a replica.</summary>
    private protected virtual bool ReadsReplica => false;

    /// <summary>The list, if one was piped in one piece; otherwise null.</summary>
    private protected static IEnumerable? ListOf(PSObject? input) => LanguagePrimitives.GetEnumerable(input);

    /// <summary>
    /// Whether a piped object is a list of texts that has to wait for the end. It is a list of usernames only if nothing else is piped. Several such
    /// lists are the rows of a table without a heading, as in the output of <c>aws --query 'Users[].[Username, Email]'</c>.
    /// </summary>
    /// <param name="input">The object.</param>
    /// <param name="refuse">Refuses a row of a table.</param>
    private protected bool IsHeld(PSObject? input, Action<PSObject> refuse)
    {
        var isLine = ListOf(input) is ICollection { Count: > 1 } texts && IsLine(texts);
        if (_records++ == 0 && isLine)
        {
            _held = input;
            return true;
        }

        if (TakeHeld() is { } first)
        {
            refuse(first);
        }

        if (isLine)
        {
            refuse(input!);
        }

        return isLine;
    }

    /// <summary>The list that waits for the end; null for none.</summary>
    private protected PSObject? TakeHeld()
    {
        var held = _held;
        _held = null;
        return held;
    }

    /// <summary>The objects in a list that was piped in one piece, or the one object that was piped.</summary>
    private protected IEnumerable<PSObject?> Each(PSObject? input) => ListOf(input) is { } list ? OneByOne(list) : [input];

    /// <summary>The objects in a list that was piped in one piece. While each is used, the common parameters have the values that they would have if it were piped by itself.</summary>
    private protected IEnumerable<PSObject?> OneByOne(IEnumerable list)
    {
        if (_computed is not null)
        {
            BeforeRecords(list, () => throw new UnlinkException(
                ErrorId.NotAUser,
                $"Nothing was sent: a list was piped in one piece, so the script block for -{_computed} cannot be evaluated for each object in it. Pipe the objects one by one, for example with Write-Output."));
        }

        var own = s_commonParameters.Append(nameof(Credential)).Where(name => !_typed.Contains(name)).Select(name => GetType().GetProperty(name)!).ToList();
        var before = own.ConvertAll(property => property.GetValue(this));
        foreach (var element in Flat(list))
        {
            foreach (var property in own)
            {
                var piped = Piped(property.Name);
                property.SetValue(this, property.Name switch
                {
                    nameof(Credential) => piped,
                    nameof(Region) => LanguagePrimitives.ConvertTo<string?>(RegionTransformationAttribute.NameOf(piped) ?? piped),
                    _ => LanguagePrimitives.ConvertTo<string?>(piped),
                });
            }

            yield return element;

            object? Piped(string name) => element is null ? null
                : MyInvocation.MyCommand.Parameters[name].Aliases.Prepend(name).Select(alias => element.Properties[alias]?.Value).FirstOrDefault(value => value is not null);
        }

        foreach (var (property, value) in own.Zip(before))
        {
            property.SetValue(this, value);
        }
    }

    // Texts in a list inside a list are the fields of a row, as in the output of aws --query 'Users[].[Username, Email]'.
    private static bool IsLine(IEnumerable inner) => inner.Cast<object?>().Any(value => FoundObjects.BaseOf(value) is string or ValueType);

    private static IEnumerable<PSObject?> Flat(IEnumerable list)
    {
        foreach (var element in list)
        {
            if (LanguagePrimitives.GetEnumerable(element) is not { } inner || IsLine(inner))
            {
                yield return element is null ? null : PSObject.AsPSObject(element);
                continue;
            }

            foreach (var each in Flat(inner))
            {
                yield return each;
            }
        }
    }

    /// <summary>Whether the pool is an argument, and so the same for all records.</summary>
    private protected bool IsPoolTyped { get; private set; }

    /// <summary>One for each client used so far.</summary>
    private protected IEnumerable<ServiceCaller> Callers => _clients.Values.Select(client => client.Caller).OfType<ServiceCaller>();

    /// <summary>The client for a pool, with the currently bound parameters. The same parameters share one client.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUserPoolId"/>, <see cref="ErrorId.LocalUserPoolStopped"/>.</exception>
    private protected PoolClient ClientFor(string userPoolId)
    {
        var given = new ClientParameters
        {
            Region = Region,
            ReadsReplica = ReadsReplica,
            ProfileName = ProfileName,
            ProfileLocation = ProfileLocation,
            AccessKey = AccessKey,
            SecretKey = SecretKey,
            SessionToken = SessionToken,
            Credential = Credential,
            EndpointUrl = EndpointUrl,
        };
        var options = given.ForUserPool(userPoolId, SessionState, out var isLocal) with { Log = _log.Value };
        if (!isLocal)
        {
            options = options with { CredentialHost = _credentialHost ??= new CredentialHost(this, OnPipeline<object?>) };
        }

        if (_clients.TryGetValue(options, out var client))
        {
            return client;
        }

        var otherwise = RequestsPerSecond;
        double? specified = MyInvocation.BoundParameters.ContainsKey(nameof(RequestsPerSecond)) ? RequestsPerSecond : null;
        return _clients[options] = new PoolClient(async cancellationToken =>
        {
            var gateway = Create(options, userPoolId);
            if (gateway.Place.IsAws && ClientParameters.WarningAbout(userPoolId) is { } warning)
            {
                _warnings.Enqueue(warning);
            }

            var pace = await PaceChoice.ChooseAsync(gateway, MainQuota, specified, otherwise, options.Log, isLocal, cancellationToken).ConfigureAwait(false);
            return new ServiceCaller(gateway, pace, options.Log);
        });
    }

    private static ICognitoGateway Create(GatewayOptions options, string userPoolId)
    {
        try
        {
            return Implementations.Gateways.Create(options);
        }
        catch (CognitoException problem) when (ClientParameters.LocalPoolLike(userPoolId) is { } near)
        {
            throw new CognitoException(problem.Kind, $"{problem.Message} If you meant the local user pool of this session, its id is {near}.", problem);
        }
    }

    /// <summary>The filter for provider names with wildcards; without names everything passes. The same pool and names share one filter, so that an unknown name is reported once.</summary>
    private protected ProviderFilter Filter(string userPoolId, string[] providerNames)
    {
        var key = (ClientFor(userPoolId), userPoolId, string.Join('\0', providerNames));
        return _filters.TryGetValue(key, out var known) ? known : _filters[key] = new ProviderFilter(providerNames);
    }

    /// <summary>Advances work on the pipeline's thread until a condition holds. Sleeps while there is nothing to do, and wakes as soon as something ends.</summary>
    /// <param name="advance">Does the pending work; false if there is none.</param>
    /// <param name="until">The condition.</param>
    private protected void Pump(Func<bool> advance, Func<bool> until) => UntilStopped(() =>
    {
        while (!until())
        {
            var isIdle = !advance();
            while (_posted.TryDequeue(out var posted))
            {
                posted();
            }

            if (isIdle && !until())
            {
                Changed.Wait(s_tick, StopToken);
            }

            Tick();
        }
    });

    /// <summary>Advances work until there is room for more, or it has ended.</summary>
    /// <param name="advance">Does the pending work; false if there is none.</param>
    /// <param name="hasRoom">Whether there is room.</param>
    /// <param name="isEnded">Whether it has ended.</param>
    private protected void PumpUntilRoom(Func<bool> advance, Func<bool> hasRoom, Func<bool> isEnded)
    {
        Pump(advance, () => hasRoom() || isEnded());
        while (!isEnded() && advance())
        {
        }
    }

    /// <summary>The beginning of an error that ends the command: how much was done before; null if nothing was.</summary>
    private protected static string? StoppedAfter(long count, string one, string many) => count switch
    {
        0 => null,
        1 => $"Stopped after 1 {one}: ",
        _ => $"Stopped after {count} {many}: ",
    };

    /// <summary>Waits for work that runs elsewhere.</summary>
    private protected T Wait<T>(Func<CancellationToken, Task<T>> start)
    {
        var work = Task.Run(() => start(StopToken), StopToken);
        _ = work.ContinueWith(_ => Changed.Set(), TaskScheduler.Default);
        Pump(() => false, () => work.IsCompleted);
        return UntilStopped(() => work.GetAwaiter().GetResult(), StopToken);
    }

    /// <summary>Runs a function on the pipeline's thread, from any thread.</summary>
    private protected T OnPipeline<T>(Func<T> find)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return find();
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            try
            {
                answer.SetResult(find());
            }
            catch (Exception problem)
            {
                answer.SetException(problem);
            }
        });
        Changed.Set();
        return answer.Task.WaitAsync(StopToken).GetAwaiter().GetResult();
    }

    /// <summary>Shows progress if it is due, and writes the log. Call it on the pipeline's thread.</summary>
    private protected void Tick()
    {
        WriteLog();
        foreach (var reduction in Callers.SelectMany(caller => caller.Pace.TakeNewReductions()))
        {
            WriteWarning(reduction.Describe());
        }

        if (_progress.IsDue)
        {
            var (done, total, errors, items) = Count();
            var state = _progress.Show(done, total, errors, Callers.Sum(caller => caller.Retried));
            WriteProgress(new ProgressRecord(ActivityId, MyInvocation.MyCommand.Name, UnderWay ?? state.Describe(items))
            {
                PercentComplete = state.PercentComplete ?? -1,
                SecondsRemaining = (int?)state.TimeLeft?.TotalSeconds ?? -1,
            });
        }
    }

    /// <summary>Removes the progress, if it was shown, and writes the rest of the log.</summary>
    private protected void EndProgress()
    {
        if (_progress.WasShown)
        {
            WriteProgress(new ProgressRecord(ActivityId, MyInvocation.MyCommand.Name, "Completed") { RecordType = ProgressRecordType.Completed });
        }

        WriteLog();
    }

    /// <summary>What is in progress while no item finishes; usually null.</summary>
    private protected virtual string? UnderWay => null;

    private protected abstract (long Done, long? Total, long Errors, string Items) Count();

    /// <summary>The id of the cmdlet's progress record.</summary>
    private protected abstract int ActivityId { get; }

    /// <summary>Writes the log. Lines come from any thread, but only the pipeline's thread may write.</summary>
    private protected void WriteLog()
    {
        while (_warnings.TryDequeue(out var warning))
        {
            WriteWarning(warning);
        }

        while (_log is { IsValueCreated: true, Value: { } log } && log.TryTake(out var line))
        {
            if (line.IsAttempt)
            {
                WriteDebug(line.Text);
            }
            else
            {
                WriteVerbose(line.Text);
            }
        }
    }

    /// <summary>Does work before the first record. A failure ends the command.</summary>
    private protected void BeforeRecords(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (CognitoUnlinkException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem, target));
        }
    }
}
