using System.Globalization;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>A client in another language: a script that unlinks the rows of two CSV files and prints the seconds that the second took.</summary>
/// <param name="name">What it is.</param>
/// <param name="items">Identities.</param>
/// <param name="warmUp">Identities before the clock runs.</param>
/// <param name="program">The program.</param>
/// <param name="arguments">Its arguments; endpoint URL, the two files and a path for a journal follow.</param>
internal sealed class ScriptClient(string name, int items, int warmUp, string program, params string[] arguments) : IUnlinkClient
{
    public string Name => name;

    public int Items => items;

    public int WarmUp => warmUp;

    public async Task<UnlinkTime> RunAsync(PoolProcess server, LinkedPool pool)
    {
        var first = pool.WriteCsv("warm-up.csv", server.Pool.UserPoolId, 0, WarmUp);
        var second = pool.WriteCsv("items.csv", server.Pool.UserPoolId, WarmUp, Items);
        var result = await Tool.RunAsync(
            program, [.. arguments, server.Pool.EndpointUrl, first, second, pool.PathOf($"{Guid.NewGuid():N}.jsonl")], server.Environment, timeout: TimeSpan.FromMinutes(10));

        // PowerShell shows the summaries of the runs before it.
        return result.ExitCode == 0 && double.TryParse(result.Output.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture, out var seconds)
            ? new UnlinkTime(TimeSpan.FromSeconds(seconds), null)
            : throw new InvalidOperationException($"{name}: {result}");
    }
}
