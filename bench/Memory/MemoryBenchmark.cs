using System.Globalization;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Bench.Unlink;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Bench.Memory;

/// <summary>What the command line holds while it goes through a whole pool must hardly grow with the pool.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const string Provider = "Okta";

    public string Name => "memory";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table("Memory", "users", "MiB at 1/4", "MiB at 1/2", "MiB at 3/4", "MiB at end", "peak MiB", "more bytes a user");
        int[] sizes = [10_000, 100_000, .. options.Large ? [1_000_000] : Array.Empty<int>()];
        var folder = Directory.CreateTempSubdirectory("cognito-unlink-bench-");
        var first = new Dictionary<string, double>();
        try
        {
            foreach (var users in sizes)
            {
                await using var server = await PoolProcess.StartAsync("--users", users.ToString(CultureInfo.InvariantCulture));
                var names = Path.Combine(folder.FullName, $"{users}.csv");
                await WriteNamesAsync(server, names);
                var journal = Path.Combine(folder.FullName, $"{users}.jsonl");
                (string Name, string[] Arguments)[] commands =
                [
                    ("list", ["list"]),
                    ("list --parallel", ["list", "--parallel"]),
                    ("check", ["check", "--provider", Provider]),
                    ("unlink --what-if, the whole pool", ["unlink", "--provider", Provider, "--what-if"]),
                    ("unlink --what-if, rows that name users", ["unlink", "--from", names, "--what-if"]),
                    ("unlink with a journal", ["unlink", "--provider", Provider, "--yes", "--journal", journal]),
                    ("compare with the journal", ["compare", "--journal", journal]),
                    ("unlink, the journal again", ["unlink", "--provider", Provider, "--yes", "--journal", journal]),
                ];
                foreach (var (name, arguments) in commands)
                {
                    var memory = await CommandMemory.MeasureAsync(server, arguments);
                    first.TryAdd(name, memory[^1]);
                    double? more = users == sizes[0] ? null : (memory[^1] - first[name]) * CommandMemory.Mebibyte / (users - sizes[0]);
                    table.Add(name, [users, .. memory.Select(value => (object)value), more]);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        if (!options.Large)
        {
            table.Missing("1,000,000 users", "Give --large.");
        }

        results.Add(table);
    }

    private static async Task WriteNamesAsync(PoolProcess server, string path)
    {
        var caller = EngineClient.CallerOf(server.Pool, requestsPerSecond: null);
        using var gateway = caller.Gateway;
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync("Username,ProviderName");
        await foreach (var user in new UserReader(caller).ListUsersAsync(server.Pool.UserPoolId, CancellationToken.None))
        {
            if (LinkedIdentities.Of(server.Pool.UserPoolId, user).Any(identity => identity.ProviderName == Provider))
            {
                await file.WriteLineAsync($"{user.Username},{Provider}");
            }
        }
    }
}
