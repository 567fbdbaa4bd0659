using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Unlink;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Cmdlet;

/// <summary>Unlinking in bulk from PowerShell, beside the engine without it.</summary>
internal sealed class CmdletBenchmark : IBenchmark
{
    private const int InFlight = 32;
    private const double Unpaced = 10_000;

    public string Name => "cmdlet";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table($"Bulk unlink from PowerShell, {InFlight} in flight", "items/s", "requests/s", "items of engine");
        var engine = new EngineClient(options.Items, InFlight, hasJournal: true);
        IUnlinkClient[] clients =
        [
            engine,
            Script("Import-Csv | Disable-CGIPProviderForUser, journal", options.Items, UnlinkRound.WarmItems, "Csv"),
            Script("Get-CGIPLinkedIdentity | Disable-CGIPProviderForUser, journal", options.Items, UnlinkRound.WarmItems, "Listing"),
            Script("the same in a new process, its first identities", options.Items, 0, "Csv"),
            Script("ForEach-Object { Disable-CGIPProviderForUser }", options.Items / 20, 20, "ForEach"),
            Script("ForEach-Object -Parallel { Disable-CGIPProviderForUser }", options.Items / 20, 100, "Parallel"),
        ];
        var rates = await UnlinkRound.RunAsync(options.Repeats, clients);
        foreach (var client in clients)
        {
            table.Add(client.Name, rates[client].Items, rates[client].Requests, rates[client].Items / rates[engine].Items);
        }

        results.Add(table);
    }

    /// <summary>A run of the cmdlet in a PowerShell of its own.</summary>
    public static ScriptClient Script(string name, int items, int warmUp, string how, double requestsPerSecond = Unpaced, int inFlight = InFlight) => new(
        name,
        items,
        warmUp,
        PowerShellEngine.Program,
        PowerShellEngine.Arguments("-NoProfile", "-NonInteractive", "-File", Programs.Script("cmdlet_unlink.ps1"), how, Programs.Module, FormattableString.Invariant($"{requestsPerSecond}"), FormattableString.Invariant($"{inFlight}")));
}
