using System.CommandLine;
using CognitoUnlink.Aws;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Logging;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli;

/// <summary>The pool of one run and the client for it, or a client for each region of the pools that rows name; with <c>--local</c> also the server behind it.</summary>
internal sealed class PoolSession : IDisposable
{
    private readonly ILocalUserPoolServer? _server;
    private readonly CallLog? _log;
    private readonly GatewayOptions _options;
    private readonly Func<RequestPace> _newPace;
    private readonly Dictionary<string, UserReader> _readers = [];
    private readonly List<ServiceCaller> _callers = [];

    public PoolSession(PoolOptions options, ParseResult arguments)
    {
        _log = arguments.GetValue(options.Verbose) ? new CallLog(tellsRequests: true, tellsAttempts: true) : null;
        _options = new GatewayOptions
        {
            ProfileName = arguments.GetValue(options.Profile),
            Region = arguments.GetValue(options.Region),
            EndpointUrl = arguments.GetValue(options.EndpointUrl),
            CredentialHost = new TerminalCredentialHost(),
        };
        UserPoolId = arguments.GetValue(options.UserPoolId) ?? string.Empty;
        if (arguments.GetValue(options.Local))
        {
            _server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = arguments.GetValue(options.Users), Seed = arguments.GetValue(options.Seed) });
            var pool = _server.UserPool;
            UserPoolId = pool.UserPoolId;
            _options = new GatewayOptions { AccessKey = pool.AccessKey, SecretKey = pool.SecretKey, Region = pool.Region, EndpointUrl = pool.EndpointUrl };
        }

        RequestsPerSecond = options.Rate(arguments);
        _newPace = () => options.Pace(arguments);
        IsPoolGiven = _server is not null || arguments.GetValue(options.UserPoolId) is not null;
        if (IsPoolGiven)
        {
            UserPoolIdRule.Check(UserPoolId);
            _ = CallerFor(UserPoolId);
        }
    }

    /// <summary>The pool; empty when each row is to name its own.</summary>
    public string UserPoolId { get; }

    /// <summary>Whether there is one pool for the whole run.</summary>
    public bool IsPoolGiven { get; }

    /// <summary>The rate that was asked for, of each region; null for no limit.</summary>
    public double? RequestsPerSecond { get; }

    /// <summary>The clients so far.</summary>
    public IReadOnlyCollection<ServiceCaller> Callers => _callers;

    /// <summary>The client for a pool: one for each region, whose quotas all pools there share.</summary>
    /// <exception cref="CognitoException">There can be none.</exception>
    /// <exception cref="UnlinkException"><see cref="ErrorId.LocalUserPoolStopped"/>.</exception>
    public ServiceCaller CallerFor(string userPoolId) => ReaderFor(userPoolId).Caller;

    /// <summary>Reads users and providers of a pool; one a client, since it remembers the providers.</summary>
    /// <exception cref="CognitoException">There can be no client.</exception>
    public UserReader ReaderFor(string userPoolId)
    {
        var region = UserPoolIdRule.RegionOf(userPoolId);
        if (_readers.TryGetValue(region ?? string.Empty, out var reader))
        {
            return reader;
        }

        var caller = new ServiceCaller(GatewayFor(userPoolId, region), _newPace(), _log);
        _callers.Add(caller);
        return _readers[region ?? string.Empty] = new UserReader(caller);
    }

    private ICognitoGateway GatewayFor(string userPoolId, string? region)
    {
        try
        {
            return new CognitoGatewayFactory().Create(_options with { PoolRegion = region, Log = _log });
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.CredentialsNotFound && userPoolId == LocalUserPoolOptions.DefaultUserPoolId)
        {
            throw new UnlinkException(ErrorId.LocalUserPoolStopped, $"No credentials are there, and user pool {userPoolId} is the generated one of --local.", problem);
        }
    }

    /// <summary>The pool of a row.</summary>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.OtherUserPool"/>, <see cref="ErrorId.IncompleteRow"/>, <see cref="ErrorId.InvalidUserPoolId"/>.
    /// </exception>
    public string PoolOf(FileRow row)
    {
        var named = row.UserPoolId;
        if (IsPoolGiven)
        {
            return named is null || named == UserPoolId
                ? UserPoolId
                : throw new UnlinkException(ErrorId.OtherUserPool, $"Nothing was sent: the row is of user pool {named}, and {UserPoolId} was asked for.");
        }

        UserPoolIdRule.Check(named ?? throw new UnlinkException(
            ErrorId.IncompleteRow,
            $"Give --user-pool-id ID, or a value for UserPoolId. Nothing was sent: the row{(row.Username is { } username ? $" of user '{username}'" : string.Empty)} does not say its user pool."));
        return named;
    }

    /// <summary>What to call the pool of a row that may be wrong.</summary>
    public string NameFor(FileRow row) => row.UserPoolId ?? UserPoolId;

    /// <summary>Whether whatever else the run has to do would end the same way.</summary>
    public bool DoomsTheRun(Exception problem) =>
        problem is UnlinkException { DoomsTheRun: true } or CognitoException { DoomsEveryCall: true }
        || (IsPoolGiven && problem is CognitoException { DoomsThePool: true });

    /// <summary>Tells what there is to tell of requests.</summary>
    public void WriteLog(ProgressBar? bar = null)
    {
        while (_log is not null && _log.TryTake(out var line))
        {
            var text = line.Text;
            if (bar is null)
            {
                Messages.Tell(text);
            }
            else
            {
                bar.Write(() => Messages.Tell(text));
            }
        }
    }

    public void Dispose()
    {
        WriteLog();
        _callers.ForEach(caller => caller.Gateway.Dispose());
        _server?.Dispose();
    }
}
