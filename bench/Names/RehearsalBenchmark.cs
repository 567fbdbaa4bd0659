using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Names;

/// <summary>Which requests rehearsals of plans send: never AdminGetUser, for which each user would be billed.</summary>
internal sealed class RehearsalBenchmark : IBenchmark
{
    private static readonly int[] s_plans = [10, 1_000, 80_000];

    public string Name => "rehearsal";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var largest = s_plans[^1];
        using var pool = new LinkedPool(largest);
        await using var server = await PoolProcess.StartAsync("--seed-file", pool.SeedFile);
        var table = new Table($"Rehearsals on a pool of {largest:N0} users", "rows", "s", "requests", "AdminGetUser");
        foreach (var host in NamesHost.All)
        {
            foreach (var rows in s_plans)
            {
                await server.ResetAsync();
                var seconds = await host.RunAsync(server, pool.WriteNames("plan.csv", rows), true);
                var requests = await server.RequestsAsync();
                var billed = requests.Count(request => request.Operation == "AdminGetUser");
                Console.Error.WriteLine($"  {host.Name}, {rows:N0} rows: {requests.Count:N0} requests in {seconds:N1} s");
                table.Add(host.Name, rows, seconds, requests.Count, billed);
                if (billed > 0)
                {
                    throw new InvalidOperationException($"{host.Name}: a rehearsal of {rows:N0} rows read {billed:N0} users at the price of an active one.");
                }
            }
        }

        results.Add(table);
    }
}
