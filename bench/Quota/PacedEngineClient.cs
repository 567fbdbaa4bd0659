using System.Diagnostics;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Bench.Unlink;

namespace CognitoUnlink.Bench.Quota;

/// <summary>Our own engine at a rate, with a journal.</summary>
/// <param name="items">Identities.</param>
/// <param name="inFlight">At once.</param>
/// <param name="requestsPerSecond">The rate.</param>
internal sealed class PacedEngineClient(int items, int inFlight, double requestsPerSecond) : IUnlinkClient
{
    public string Name => $"engine at {requestsPerSecond}/s, journal";

    public int Items => items;

    public int WarmUp => 0;

    public async Task<UnlinkTime> RunAsync(PoolProcess server, LinkedPool pool)
    {
        var caller = EngineClient.CallerOf(server.Pool, requestsPerSecond);
        using var gateway = caller.Gateway;
        var watch = Stopwatch.StartNew();
        await EngineClient.UnlinkAsync(caller, LinkedPool.Items(server.Pool.UserPoolId, "Okta", 0, Items), inFlight, pool.PathOf("quota.jsonl"));
        return new UnlinkTime(watch.Elapsed, null);
    }
}
