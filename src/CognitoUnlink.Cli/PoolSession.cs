using System.CommandLine;
using CognitoUnlink.Aws;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.Logging;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Pacing;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli;

/// <summary>The pool of one run and the client for it, or a client for each region of the pools that rows name; with <c>--local</c> also the server behind it.</summary>
internal sealed class PoolSession : IDisposable
{
    private readonly ILocalUserPoolServer? _server;
    private readonly CallLog? _log;
    private readonly GatewayOptions _options;
    private readonly Func<ICognitoGateway, CancellationToken, Task<RequestPace>> _choosePace;
    private readonly QuotaCategory _mainQuota;
    private readonly double _defaultRate;
    private readonly double? _askedRate;
    private readonly Dictionary<string, PoolClient> _clients = [];

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
            _options = new GatewayOptions { IsLocalUserPool = true, AccessKey = pool.AccessKey, SecretKey = pool.SecretKey, Region = pool.Region, EndpointUrl = pool.EndpointUrl };
        }

        _mainQuota = options.MainQuota;
        _defaultRate = options.DefaultRate(arguments);
        _askedRate = options.AskedRate(arguments);
        _choosePace = (gateway, cancellationToken) => PaceChoice.ChooseAsync(gateway, _mainQuota, _askedRate, _defaultRate, _log, isLocal: _server is not null, cancellationToken);
        IsPoolGiven = _server is not null || arguments.GetValue(options.UserPoolId) is not null;
        if (IsPoolGiven)
        {
            UserPoolIdRule.Check(UserPoolId);
        }
    }

    /// <summary>The pool; empty when each row is to name its own.</summary>
    public string UserPoolId { get; }

    /// <summary>Whether there is one pool for the whole run.</summary>
    public bool IsPoolGiven { get; }

    /// <summary>The rate of the pool's region, or of each region; null for no limit.</summary>
    public double? RequestsPerSecond => IsPoolGiven && ClientFor(UserPoolId).Caller is { } caller ? caller.Pace.RequestsPerSecond(_mainQuota) : _askedRate ?? _defaultRate;

    /// <summary>Calls made so far, by client.</summary>
    public IReadOnlyCollection<ServiceCaller> Callers
    {
        get
        {
            lock (_clients)
            {
                return [.. _clients.Values.Select(client => client.Caller).OfType<ServiceCaller>()];
            }
        }
    }

    /// <summary>The client for a pool: one for each region, whose quotas all pools there share. Safe to call from any thread.</summary>
    public PoolClient ClientFor(string userPoolId)
    {
        var region = UserPoolIdRule.RegionOf(userPoolId);
        lock (_clients)
        {
            return _clients.TryGetValue(region ?? string.Empty, out var client)
                ? client
                : _clients[region ?? string.Empty] = new PoolClient(cancellationToken => ConnectAsync(userPoolId, region, cancellationToken));
        }
    }

    /// <summary>Finds out whether the pool can be reached at all, before anything is asked or opened.</summary>
    /// <exception cref="CognitoException">There can be no client.</exception>
    /// <exception cref="UnlinkException"><see cref="ErrorId.LocalUserPoolStopped"/>.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (IsPoolGiven)
        {
            await ClientFor(UserPoolId).ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where the pool of the run is; null when each row is to name its own.</summary>
    /// <exception cref="CognitoException">A local user pool does not answer.</exception>
    public async Task<Place?> PlaceAsync(CancellationToken cancellationToken) => IsPoolGiven
        ? await (await ClientFor(UserPoolId).ConnectAsync(cancellationToken).ConfigureAwait(false)).PlaceAsync(cancellationToken).ConfigureAwait(false)
        : null;

    /// <summary>What a question says of the place: the pool, and the endpoint where it is not AWS's own.</summary>
    public string Where
    {
        get
        {
            var pool = IsPoolGiven ? $" in user pool {UserPoolId}" : string.Empty;
            return (IsPoolGiven ? ClientFor(UserPoolId).Place : CognitoGatewayFactory.FindConfigured(_options)) is { IsAws: false } place ? $"{pool} at {place.Host}" : pool;
        }
    }

    /// <summary>How a run works on the pool.</summary>
    public RunOptions Options(bool whatIf, int? maximumChange, int throttleLimit, Func<string, Task<bool>>? confirmPlace = null) => new()
    {
        WhatIf = whatIf,
        ConfirmPlace = confirmPlace,
        MaximumChange = maximumChange,
        ThrottleLimit = throttleLimit,
        UserPoolId = IsPoolGiven ? UserPoolId : null,
        Client = IsPoolGiven ? ClientFor(UserPoolId) : null,
    };

    private async Task<ServiceCaller> ConnectAsync(string userPoolId, string? region, CancellationToken cancellationToken)
    {
        var gateway = GatewayFor(userPoolId, region);
        return new ServiceCaller(gateway, await _choosePace(gateway, cancellationToken).ConfigureAwait(false), _log);
    }

    private ICognitoGateway GatewayFor(string userPoolId, string? region)
    {
        try
        {
            return new CognitoGatewayFactory().Create(_options with { PoolRegion = region, Log = _log });
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.CredentialsNotFound && userPoolId == LocalUserPoolOptions.DefaultUserPoolId && CognitoGatewayFactory.FindConfigured(_options) is null)
        {
            throw new UnlinkException(ErrorId.LocalUserPoolStopped, $"There are no credentials, and user pool {userPoolId} is the generated one of --local.", problem);
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
            RowReader.CheckPool(named, UserPoolId);
            return UserPoolId;
        }

        UserPoolIdRule.Check(named ?? throw new UnlinkException(
            ErrorId.IncompleteRow,
            $"Nothing was sent: the row{(row.Username is { } username ? $" of user '{username}'" : string.Empty)} does not name its user pool, and --user-pool-id was not given."));
        return named;
    }

    /// <summary>What to call the pool of a row that may be wrong.</summary>
    public string NameFor(FileRow row) => row.UserPoolId ?? UserPoolId;

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
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _server?.Dispose();
    }
}
