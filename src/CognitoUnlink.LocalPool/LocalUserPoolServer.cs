using System.Globalization;
using CognitoUnlink.LocalPool.Control;
using CognitoUnlink.LocalPool.Http;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Seeding;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool;

internal sealed class LocalUserPoolServer : ILocalUserPoolServer
{
    /// <summary>Access key and secret key; they protect nothing.</summary>
    public const string Key = "local";

    private readonly RequestLog _log = new();
    private readonly FaultList _faults;
    private readonly QuotaGate _quotas;
    private readonly HttpServer _server;

    public LocalUserPoolServer(LocalUserPoolOptions options, TimeProvider clock)
    {
        var source = new StateSource(options);
        var state = new StateKeeper(source.Initial);
        var signatures = options.SkipSignatureCheck ? null : new SignatureVerifier(Key, Key, clock);
        _faults = new(options.Seed);
        _quotas = new(clock);
        var api = new ApiHandler(new CallRunner(state, _faults, _quotas, clock), _log, signatures, source.Region, clock);
        var control = new ControlHandler(
            new StateControl(state, _log, _faults, _quotas, source),
            new RequestControl(_log),
            new FaultControl(_faults),
            new QuotaControl(_quotas),
            new SignInControl(state, source.UserPoolId, clock));

        var (listener, port) = ListenerStarter.Start(options.Port);
        _server = new HttpServer(listener, new RequestHandler(api, control), source.InstanceId);
        UserPool = new(source.UserPoolId, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"), source.Region, Key, Key);
    }

    public LocalUserPool UserPool { get; }

    public LocalUserPoolQuotas Quotas
    {
        get => _quotas.Quotas;
        set => _quotas.Quotas = value;
    }

    public IReadOnlyList<LocalUserPoolRequest> GetRequests() => _log.Since();

    public void ClearRequests() => _log.Clear();

    public void AddFault(LocalUserPoolFault fault) => _faults.Add(fault);

    public IReadOnlyList<LocalUserPoolFault> GetFaults() => _faults.All;

    public void ClearFaults() => _faults.Clear();

    public void Dispose() => _server.Dispose();
}

/// <summary>Starts local user pools over HTTP.</summary>
public sealed class LocalUserPoolFactory : ILocalUserPoolFactory
{
    /// <inheritdoc/>
    public ILocalUserPoolServer Start(LocalUserPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LocalUserPoolServer(options, TimeProvider.System);
    }
}
