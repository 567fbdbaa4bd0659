using System.Text.Json;
using CognitoUnlink.Aws;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Tests;

/// <summary>A local server with a pool that the probe must leave alone, and a probe of that server.</summary>
internal sealed class ProbeBench : IDisposable
{
    private readonly RawCognito _cognito;
    private readonly string? _path;

    public ProbeBench(string? behavior = null, int users = 3)
    {
        if (behavior is not null)
        {
            _path = Path.GetTempFileName();
            File.WriteAllText(_path, $$"""{ "behavior": {{behavior}} }""");
        }

        Server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = users, BehaviorPath = _path });
        _cognito = new CognitoGatewayFactory().CreateRaw(Options);
        Client = ProbeClient.ConnectAsync(Options, default).GetAwaiter().GetResult();
    }

    public GatewayOptions Options
    {
        get
        {
            var pool = Server.UserPool;
            return new() { IsLocalUserPool = true, AccessKey = pool.AccessKey, SecretKey = pool.SecretKey, Region = pool.Region, EndpointUrl = pool.EndpointUrl };
        }
    }

    public ILocalUserPoolServer Server { get; }

    public ProbeClient Client { get; }

    /// <summary>The id of the pool that the probe must leave alone.</summary>
    public string OtherPool => Server.UserPool.UserPoolId;

    /// <summary>A client that does not know what this one did.</summary>
    public Task<ProbeClient> OtherClientAsync() => ProbeClient.ConnectAsync(Options, default);

    public ProbeRun Run() => new(Client, keep: false);

    public Task<IReadOnlyList<Finding>> ProbeAsync() => Run().RunAsync(default);

    public string Text(IReadOnlyList<Finding> findings) => ProbeFile.Text(findings, Client.Place, "0", DateTimeOffset.UnixEpoch);

    /// <summary>Calls an operation as any other client would.</summary>
    public async Task<JsonElement> CallAsync(string operation, object input) =>
        (await _cognito.CallAsync(operation, JsonSerializer.SerializeToNode(input)!.AsObject(), default)).Json;

    /// <summary>The ids of all pools.</summary>
    public async Task<IReadOnlyList<string>> PoolsAsync() =>
        [.. (await CallAsync("ListUserPools", new { MaxResults = 60 })).GetProperty("UserPools").EnumerateArray().Select(pool => pool.GetProperty("Id").GetString()!)];

    /// <summary>The pool that the probe must leave alone, with everything in it.</summary>
    public async Task<string> OtherPoolAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Server.UserPool.EndpointUrl) };
        using var snapshot = JsonDocument.Parse(await http.GetStringAsync(new Uri("/_local/snapshot", UriKind.Relative)));
        return snapshot.RootElement.GetProperty("pools").EnumerateArray().Single(pool => pool.GetProperty("userPoolId").GetString() == OtherPool).GetRawText();
    }

    public void Dispose()
    {
        Client.Dispose();
        _cognito.Dispose();
        Server.Dispose();
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }
}
