using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>Measures clients by turns on one server, which is reset before each.</summary>
internal static class UnlinkRound
{
    /// <summary>How many identities it takes until .NET has compiled again what is used most.</summary>
    public const int WarmItems = 40_000;

    public static async Task<IReadOnlyDictionary<IUnlinkClient, UnlinkRate>> RunAsync(int repeats, IReadOnlyList<IUnlinkClient> clients)
    {
        using var pool = new LinkedPool(clients.Append(new BareClient(WarmItems, 1)).Max(client => client.WarmUp + client.Items));
        await using var server = await PoolProcess.StartAsync("--seed-file", pool.SeedFile);

        // Both sides are compiled again while they are warm, and a run of an hour is warm.
        foreach (var client in new IUnlinkClient[] { new BareClient(WarmItems, 8), new EngineClient(WarmItems, 32, hasJournal: true) })
        {
            await server.ResetAsync();
            await client.RunAsync(server, pool);
        }

        var rates = clients.ToDictionary(client => client, _ => new List<UnlinkRate>());
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var client in clients)
            {
                rates[client].Add(await MeasureAsync(client, server, pool));
            }
        }

        return rates.ToDictionary(pair => pair.Key, pair => UnlinkRate.Median(pair.Value));
    }

    private static async Task<UnlinkRate> MeasureAsync(IUnlinkClient client, PoolProcess server, LinkedPool pool)
    {
        await server.ResetAsync();
        GC.Collect();
        var processor = server.ProcessorTime;
        var time = await client.RunAsync(server, pool);
        processor = server.ProcessorTime - processor;
        var requests = await server.RequestsAsync();
        var done = requests.Count(request => request is { Operation: "AdminDisableProviderForUser", StatusCode: 200 });
        if (done != client.WarmUp + client.Items)
        {
            throw new InvalidOperationException($"{client.Name} unlinked {done} of {client.WarmUp + client.Items} identities.");
        }

        var perItem = requests.Count / (double)done;
        var rate = new UnlinkRate(
            client.Items / time.Elapsed.TotalSeconds,
            perItem,
            time.Processor?.TotalMicroseconds / (client.Items * perItem),
            processor.TotalMicroseconds / requests.Count);
        Console.Error.WriteLine($"  {client.Name}: {rate.Items:N0} items/s");
        return rate;
    }
}
