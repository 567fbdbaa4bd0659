using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Logging;
using CognitoUnlink.Pacing;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that speaks to user pools: AWS.Tools' common parameters, the clients, their pace, and cancellation.</summary>
public abstract class ServiceCmdlet : StoppableCmdlet
{
    private readonly Dictionary<GatewayOptions, ServiceCaller> _callers = [];
    private readonly Dictionary<ServiceCaller, UserReader> _readers = [];
    private readonly Lazy<CallLog?> _log;
    private CredentialHost? _credentialHost;

    /// <summary>Nothing is read yet.</summary>
    protected ServiceCmdlet() => _log = new Lazy<CallLog?>(() => StreamPreferences.LogFor(this));

    /// <summary>System name of the region, for instance eu-west-1.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Name of a credential profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>Path of the credential file that holds the profile.</summary>
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

    /// <summary>Credentials object: what Get-AWSCredential gives, or an AWSCredentials object of any AWS SDK for .NET.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Credential { get; set; }

    /// <summary>URL to send requests to in place of the region's endpoint.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EndpointUrl { get; set; }

    /// <summary>How many users or identities are worked on at once; identities of one user go one after another.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// Requests a second that count against the quota that the command uses most: UserUpdate to change users, UserList to read a
    /// pool. Other requests keep to the same share of theirs. Of a local user pool there is no limit unless it is given.
    /// </summary>
    [Parameter]
    [ValidateRange(0.1, 10_000)]
    public double RequestsPerSecond { get; set; } = RequestPace.DefaultRequestsPerSecond;

    /// <summary>Frees the clients.</summary>
    /// <param name="disposing">Always true.</param>
    protected override void Dispose(bool disposing)
    {
        foreach (var caller in _callers.Values)
        {
            caller.Gateway.Dispose();
        }

        _callers.Clear();
        base.Dispose(disposing);
    }

    /// <summary>The quota that <see cref="RequestsPerSecond"/> is about.</summary>
    private protected abstract QuotaCategory MainQuota { get; }

    /// <summary>The clients so far.</summary>
    private protected IReadOnlyCollection<ServiceCaller> Callers => _callers.Values;

    /// <summary>Requests that were repeated.</summary>
    private protected long Retried => _callers.Values.Sum(caller => caller.Retried);

    /// <summary>The client for a pool with the parameters as they are bound now; one a run for the same parameters.</summary>
    private protected ServiceCaller CallerFor(string userPoolId)
    {
        var options = OptionsFor(userPoolId, out var isLocal);
        if (_callers.TryGetValue(options, out var caller))
        {
            return caller;
        }

        var gateway = Implementations.Gateways.Create(options);
        var pace = new RequestPace(MainQuota, isLocal && !MyInvocation.BoundParameters.ContainsKey(nameof(RequestsPerSecond)) ? null : RequestsPerSecond);
        return _callers[options] = new ServiceCaller(gateway, pace, options.Log);
    }

    /// <summary>Reads users and providers of a pool; one a client, since it remembers the providers.</summary>
    private protected UserReader ReaderFor(string userPoolId)
    {
        var caller = CallerFor(userPoolId);
        return _readers.TryGetValue(caller, out var reader) ? reader : _readers[caller] = new UserReader(caller);
    }

    /// <summary>Whether anybody asked to be told of requests.</summary>
    private protected bool HasLog => _log.Value is not null;

    /// <summary>Writes what was told of requests. Lines come from any thread; only the pipeline's may write.</summary>
    private protected void WriteLog()
    {
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

    /// <summary>Warns of each quota that sets the pace in place of ours.</summary>
    private protected void WarnOfPace()
    {
        foreach (var reduction in _callers.Values.SelectMany(caller => caller.Pace.TakeNewReductions()))
        {
            WriteWarning(reduction.Describe());
        }
    }

    private GatewayOptions OptionsFor(string userPoolId, out bool isLocal)
    {
        var given = new ClientParameters
        {
            Region = Region,
            ProfileName = ProfileName,
            ProfileLocation = ProfileLocation,
            AccessKey = AccessKey,
            SecretKey = SecretKey,
            SessionToken = SessionToken,
            Credential = Credential,
            EndpointUrl = EndpointUrl,
        };
        var options = given.ForUserPool(userPoolId, SessionState, out isLocal) with { Log = _log.Value };
        return isLocal ? options : options with { CredentialHost = _credentialHost ??= new CredentialHost(this) };
    }
}
