using System.CommandLine;
using CognitoUnlink.Aws;
using CognitoUnlink.Calling;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Running;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Running;

/// <summary>The pool of one run and the client for it, or a client for each region of the pools that rows name; with <c>--local</c> also the server behind it.</summary>
internal sealed class PoolSession : IDisposable
{
    private readonly ILocalUserPoolServer? _server;
    private readonly CallLog? _log;
    private readonly GatewayOptions _options;
    private readonly Func<ICognitoGateway, CancellationToken, Task<RequestPace>> _choosePace;
    private readonly QuotaCategory _mainQuota;
    private readonly double _defaultRate;
    private readonly double? _specifiedRate;
    private readonly Dictionary<string, PoolClient> _clients = [];

    public PoolSession(PoolOptions options, ParseResult arguments)
    {
        _log = arguments.GetValue(options.Verbose) ? new CallLog(logsRequests: true, logsAttempts: true) : null;
        _options = new GatewayOptions
        {
            ProfileName = arguments.GetValue(options.Profile),
            Region = arguments.GetValue(options.Region),
            ReadsReplica = options.Replica is { } replica && arguments.GetValue(replica),
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
        _specifiedRate = options.SpecifiedRate(arguments);
        _choosePace = (gateway, cancellationToken) => PaceChoice.ChooseAsync(gateway, _mainQuota, _specifiedRate, _defaultRate, _log, isLocal: _server is not null, cancellationToken);
        IsPoolGiven = _server is not null || arguments.GetValue(options.UserPoolId) is not null;
        if (IsPoolGiven)
        {
            UserPoolIdRule.Check(UserPoolId);
        }
    }

    /// <summary>Empty if each row names its own pool.</summary>
    public string UserPoolId { get; }

    /// <summary>Whether there is one pool for the whole run.</summary>
    public bool IsPoolGiven { get; }

    /// <summary>The rate for the pool's region, or for each region; null for no limit.</summary>
    public double? RequestsPerSecond => IsPoolGiven && ClientFor(UserPoolId).Caller is { } caller ? caller.Pace.RequestsPerSecond(_mainQuota) : _specifiedRate ?? _defaultRate;

    /// <summary>One for each region used so far.</summary>
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

    /// <summary>Makes the pool's client, so that missing credentials are reported before any question is asked or file opened.</summary>
    /// <exception cref="CognitoException">No client can be made.</exception>
    /// <exception cref="UnlinkException"><see cref="ErrorId.LocalUserPoolStopped"/>.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (IsPoolGiven)
        {
            await ClientFor(UserPoolId).ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where the pool of the run is; null if each row names its own pool.</summary>
    /// <exception cref="CognitoException">A local user pool does not answer.</exception>
    public async Task<Place?> PlaceAsync(CancellationToken cancellationToken) => IsPoolGiven
        ? await (await ClientFor(UserPoolId).ConnectAsync(cancellationToken).ConfigureAwait(false)).PlaceAsync(cancellationToken).ConfigureAwait(false)
        : null;

    /// <summary>The place for questions: the pool, and the endpoint if it is not AWS's own.</summary>
    public string Where
    {
        get
        {
            var pool = IsPoolGiven ? $" in user pool {UserPoolId}" : string.Empty;
            return (IsPoolGiven ? ClientFor(UserPoolId).Place : CognitoGatewayFactory.FindConfigured(_options)) is { IsAws: false } place ? $"{pool} at {place.Host}" : pool;
        }
    }

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
            throw new UnlinkException(ErrorId.LocalUserPoolStopped, $"There are no credentials, and user pool {userPoolId} is the one that --local generates.", problem);
        }
    }

    /// <summary>Opens the journal of a run on the pool.</summary>
    /// <exception cref="UnlinkException">It is in use, damaged or cannot be written.</exception>
    public async Task<T> OpenJournalAsync<T>(
        string path, Func<string, RunSettings, Place?, Func<string, Task<bool>>, Task<T>> open, RunSettings settings, Func<string, Task<bool>> confirmPlace, CancellationToken cancellationToken)
        where T : RunJournal
    {
        var place = await PlaceAsync(cancellationToken).ConfigureAwait(false);
        var journal = await open(path, settings, place, confirmPlace).ConfigureAwait(false);
        if (journal.TornLine is { } torn)
        {
            Messages.End($"The last line of the journal (line {torn.Number}) was incomplete and has been cut off.");
        }

        return journal;
    }

    /// <summary>The settings of the run for its journal.</summary>
    public RunSettings JournalSettings(string[] providers, Shard? shard, int? maximumChange, int throttleLimit) => new()
    {
        UserPoolId = IsPoolGiven ? UserPoolId : null,
        Region = IsPoolGiven ? UserPoolIdRule.RegionOf(UserPoolId) : null,
        ProviderName = RunSettings.Join(providers),
        Shard = shard?.ToString(),
        MaximumChange = maximumChange,
        RequestsPerSecond = _specifiedRate,
        ThrottleLimit = throttleLimit,
    };

    /// <summary>Whether every row's pool is known; if not, says so.</summary>
    public bool KnowsPools(RowFiles? files)
    {
        if (IsPoolGiven || files?.LacksPool is not { } file)
        {
            return true;
        }

        Messages.WriteUsage($"Give --user-pool-id ID, because {file} has no column UserPoolId.");
        return false;
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

    /// <summary>The pool of a row, in messages about a row that may be wrong.</summary>
    public string NameFor(FileRow row) => row.UserPoolId ?? UserPoolId;

    /// <summary>Writes the log lines that have arrived since.</summary>
    public void WriteLog(ProgressBar? bar = null)
    {
        while (_log is not null && _log.TryTake(out var line))
        {
            var text = line.Text;
            if (bar is null)
            {
                Messages.Log(text);
            }
            else
            {
                bar.Write(() => Messages.Log(text));
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

/// <summary>Prompts on the terminal, if there is one.</summary>
internal sealed class TerminalCredentialHost : ICredentialHost
{
    public string? ReadMfaCode(string profileName, string mfaSerial)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write(Printable.Of($"Profile {profileName}: code from the MFA device {mfaSerial}: "));
        var code = string.Empty;
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            code = key.Key == ConsoleKey.Backspace ? code[..Math.Max(0, code.Length - 1)]
                : char.IsControl(key.KeyChar) ? code // an arrow, for instance
                : code + key.KeyChar;
        }

        Console.Error.WriteLine();
        return code;
    }

    public object? GetAwsToolsCredential(string profileName, string? profileLocation) => null;
}

internal static class PoolRun
{
    /// <summary>Runs a command on a pool, and reports what stops it before it has done anything.</summary>
    public static async Task<int> RunAsync(PoolOptions options, ParseResult arguments, Func<PoolSession, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var session = new PoolSession(options, arguments);
            await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await work(session).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (CognitoUnlinkException problem)
        {
            Messages.Write(problem, couldNotStart: true);
            return ExitCode.NothingStarted;
        }
    }
}
