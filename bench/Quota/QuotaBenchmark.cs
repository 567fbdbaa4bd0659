using CognitoUnlink.Bench.Cmdlet;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Bench.Unlink;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Quota;

/// <summary>How much of the service's quota is used when it is what limits, with the latency of a network.</summary>
internal sealed class QuotaBenchmark : IBenchmark
{
    private const double Quota = 25;
    private const int Latency = 50;
    private const int InFlight = 16;

    public string Name => "quota";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        const int items = 500;
        var table = new Table($"Use of a quota of {Quota} changes a second, {Latency} ms latency, {InFlight} in flight", "changes/s", "share of quota", "throttled");
        List<IUnlinkClient> clients =
        [
            new PacedEngineClient(items, InFlight, Quota),
            CmdletBenchmark.Script("Import-Csv | Disable-CGIPProviderForUser -RequestsPerSecond 25", items, 0, "Csv", Quota, InFlight),
            CmdletBenchmark.Script("ForEach-Object { Disable-CGIPProviderForUser -RequestsPerSecond 25 }", items / 5, 0, "ForEach", Quota, InFlight),
        ];
        if (Peers.HasBoto3)
        {
            clients.Add(UnlinkBenchmark.Boto3(items / 2, 1));
        }
        else
        {
            table.Missing("boto3", Peers.NoBoto3);
        }

        using var pool = new LinkedPool(clients.Max(client => client.WarmUp + client.Items));
        await using var server = await PoolProcess.StartAsync("--seed-file", pool.SeedFile);
        foreach (var client in clients)
        {
            await server.ResetAsync();
            await server.SetQuotasAsync(new { requestsPerSecond = new { UserUpdate = Quota, UserRead = 120, UserList = 30 } });
            await server.AddFaultAsync(new { operation = "*", latencyMilliseconds = Latency });
            await client.RunAsync(server, pool);
            var requests = await server.RequestsAsync();
            var changes = requests.Where(request => request is { Operation: "AdminDisableProviderForUser", StatusCode: 200 }).Select(request => request.Timestamp).Order().ToList();
            var rate = (changes.Count - 1) / (changes[^1] - changes[0]).TotalSeconds;
            table.Add(client.Name, rate, rate / Quota, requests.Count(request => request.StatusCode != 200));
        }

        results.Add(table);
    }
}
