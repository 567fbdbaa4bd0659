using System.CommandLine;
using CognitoUnlink.Aws;
using CognitoUnlink.Cli.Options;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli;

/// <summary>The pool of one run and the client for it; with <c>--local</c> also the server behind it.</summary>
internal sealed class PoolSession : IDisposable
{
    private readonly ILocalUserPoolServer? _server;

    public PoolSession(PoolOptions options, ParseResult arguments)
    {
        var gatewayOptions = new GatewayOptions
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
            gatewayOptions = new GatewayOptions { AccessKey = pool.AccessKey, SecretKey = pool.SecretKey, Region = pool.Region, EndpointUrl = pool.EndpointUrl };
        }

        UserPoolIdRule.Check(UserPoolId);
        Caller = new ServiceCaller(new CognitoGatewayFactory().Create(gatewayOptions with { PoolRegion = UserPoolIdRule.RegionOf(UserPoolId) }));
    }

    public string UserPoolId { get; }

    public ServiceCaller Caller { get; }

    public void Dispose()
    {
        Caller.Gateway.Dispose();
        _server?.Dispose();
    }
}
