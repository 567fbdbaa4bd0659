using System.Diagnostics;
using System.Text.Json;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>HttpClient with a signature made by hand, sending AdminDisableProviderForUser and nothing else: the least that .NET can do.</summary>
/// <param name="items">Identities.</param>
/// <param name="inFlight">At once.</param>
internal sealed class BareClient(int items, int inFlight) : IUnlinkClient
{
    public string Name => $"bare HttpClient, one request an item, {inFlight} in flight";

    public int Items => items;

    public int WarmUp => Math.Min(items, 1_000);

    public async Task<UnlinkTime> RunAsync(PoolProcess server, LinkedPool pool)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var signer = new SignatureV4(server.Pool);
        await UnlinkAsync(client, signer, server, LinkedPool.Items(server.Pool.UserPoolId, "Okta", 0, WarmUp));
        var all = LinkedPool.Items(server.Pool.UserPoolId, "Okta", WarmUp, Items);
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await UnlinkAsync(client, signer, server, all);
        return new UnlinkTime(watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
    }

    private Task UnlinkAsync(HttpClient client, SignatureV4 signer, PoolProcess server, IReadOnlyList<UnlinkItem> identities)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            for (var index = Interlocked.Increment(ref next); index < identities.Count; index = Interlocked.Increment(ref next))
            {
                var item = identities[index];
                var body = JsonSerializer.SerializeToUtf8Bytes(new { item.UserPoolId, User = item.Target });
                using var request = signer.Sign("AdminDisableProviderForUser", server.Pool.EndpointUrl, body);
                using var response = await client.SendAsync(request).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            }
        })));
    }
}
