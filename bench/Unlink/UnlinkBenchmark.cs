using CognitoUnlink.Bench.Output;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>Unlinking in bulk, beside the bare HttpClient, boto3 and the AWS CLI.</summary>
internal sealed class UnlinkBenchmark : IBenchmark
{
    private static readonly int[] s_inFlight = [1, 8, 32];

    public string Name => "unlink";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        List<(IUnlinkClient Client, int InFlight)> clients = [];
        foreach (var inFlight in s_inFlight)
        {
            var items = inFlight == 1 ? options.Items / 4 : options.Items;
            clients.AddRange([
                (new BareClient(items, inFlight), inFlight),
                (new EngineClient(items, inFlight, hasJournal: false), inFlight),
                (new EngineClient(items, inFlight, hasJournal: true), inFlight)]);
        }

        clients.Add((new EngineClient(options.Items, 32, hasJournal: true, "Google"), 32));
        IUnlinkClient[] boto3 = Peers.HasBoto3 ? [Boto3(options.Items / 8, 1), Boto3(options.Items / 4, 32)] : [];
        var careful = Peers.HasBoto3 ? Boto3(options.Items / 8, 32, isCareful: true) : null;
        var awsCli = Peers.HasAwsCli ? new AwsCliClient(5) : null;
        var others = boto3.Append(careful).Append(awsCli).OfType<IUnlinkClient>().ToList();

        var rates = await UnlinkRound.RunAsync(options.Repeats, [.. clients.Select(client => client.Client), .. others]);
        var bare = clients.Where(client => client.Client is BareClient).ToDictionary(client => client.InFlight, client => rates[client.Client]);
        double? bestBoto3 = boto3.Length == 0 ? null : boto3.Max(client => rates[client].Items);
        double? sameWork = careful is null ? null : rates[careful].Items;
        double? loop = awsCli is null ? null : rates[awsCli].Items;

        var table = new Table("Bulk unlink", "items/s", "requests/s", "requests of bare", "items of bare", "items of boto3", "of careful boto3", "of AWS CLI", "client µs/request", "server µs/request");
        foreach (var (client, inFlight) in clients.Concat(others.Select(other => (other, 32))))
        {
            var rate = rates[client];
            table.Add(client.Name, rate.Items, rate.Requests, rate.Requests / bare[inFlight].Requests, rate.Items / bare[inFlight].Items, rate.Items / bestBoto3, rate.Items / sameWork, rate.Items / loop, rate.ClientCpu, rate.ServerCpu);
        }

        if (boto3.Length == 0)
        {
            table.Missing("boto3", Peers.NoBoto3);
        }

        if (awsCli is null)
        {
            table.Missing("AWS CLI", Peers.NoAwsCli);
        }

        results.Add(table);
    }

    public static ScriptClient Boto3(int items, int threads, bool isCareful = false) => new(
        $"boto3, {(isCareful ? "reading before and after (careful)" : "one request an item")}, {(threads == 1 ? "in sequence" : $"{threads} threads")}",
        items,
        Math.Min(items, 100),
        "python3",
        Programs.Script("boto3_unlink.py"),
        $"{threads}",
        isCareful ? "careful" : "bare");
}
