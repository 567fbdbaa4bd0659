using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Names;

/// <summary>Rows that name users, against a service that takes its time: both hosts look up and change many at once.</summary>
internal sealed class NamesBenchmark : IBenchmark
{
    private const int Rows = 400;
    private const int LatencyMilliseconds = 50;

    public string Name => "names";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        using var pool = new LinkedPool(Rows);
        await using var server = await PoolProcess.StartAsync("--seed-file", pool.SeedFile);
        var csv = pool.WriteNames("names.csv", Rows);
        var table = new Table($"{Rows} rows by name, {LatencyMilliseconds} ms an answer", "rehearsal, s", "real, s", "AdminGetUser of the rehearsal");
        var seconds = NamesHost.All.ToDictionary(host => host, _ => (Rehearsal: new List<double>(), Real: new List<double>()));
        var billed = new Dictionary<NamesHost, int>();
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            foreach (var host in NamesHost.All)
            {
                await ResetAsync();
                seconds[host].Rehearsal.Add(await host.RunAsync(server, csv, true));
                billed[host] = (await server.RequestsAsync()).Count(request => request.Operation == "AdminGetUser");
                await ResetAsync();
                seconds[host].Real.Add(await host.RunAsync(server, csv, false));
                var done = (await server.RequestsAsync()).Count(request => request is { Operation: "AdminDisableProviderForUser", StatusCode: 200 });
                if (done != Rows)
                {
                    throw new InvalidOperationException($"{host.Name} unlinked {done} of {Rows} identities.");
                }
            }
        }

        var medians = NamesHost.All.Select(host => (Host: host, Rehearsal: Median.Of(seconds[host].Rehearsal), Real: Median.Of(seconds[host].Real))).ToList();
        foreach (var (host, rehearsal, real) in medians)
        {
            table.Add(host.Name, rehearsal, real, billed[host]);
        }

        table.Add("slower by faster", Ratio(medians.Select(each => each.Rehearsal)), Ratio(medians.Select(each => each.Real)), null);
        results.Add(table);

        async Task ResetAsync()
        {
            await server.ResetAsync();
            await server.AddFaultAsync(new { latencyMilliseconds = LatencyMilliseconds });
        }
    }

    private static double Ratio(IEnumerable<double> seconds) => seconds.Max() / seconds.Min();
}
