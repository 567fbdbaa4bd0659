using System.Diagnostics;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Start;

/// <summary>How long the command line takes from the start of its process to the end of a short command, beside a .NET program that does nothing.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    /// <summary>Has this program do nothing.</summary>
    public const string Nothing = "nothing";

    private const int Runs = 15;

    public string Name => "start";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table($"Start of the command line, each in a new process, the median of {Runs}", "ms", "of empty program");
        await using var server = await PoolProcess.StartAsync("--users", "60");
        string[] list = ["list", "--user-pool-id", server.Pool.UserPoolId, "--endpoint-url", server.Pool.EndpointUrl];
        string[] built = ["dotnet", "exec", Programs.CommandLine];
        List<(string Name, string[] Command)> cases =
        [
            ("an empty .NET program", ["dotnet", "exec", Environment.GetCommandLineArgs()[0], Nothing]),
            ("cognito-unlink --version", [.. built, "--version"]),
            ("cognito-unlink list, 60 users at an endpoint", [.. built, .. list]),
            ("cognito-unlink list --local, 60 users", [.. built, "list", "--local", "--users", "60"]),
        ];
        if (Environment.GetEnvironmentVariable("COGNITOUNLINK_PROGRAM") is { Length: > 0 } program)
        {
            cases.AddRange([("one file: --version", [program, "--version"]), ("one file: list, 60 users at an endpoint", [program, .. list])]);
        }

        var times = await Median.OfTurnsAsync(Runs, [.. cases.Select(each => (Func<Task<double>>)(() => TimeAsync(each.Command, server)))]);
        foreach (var (each, time) in cases.Zip(times))
        {
            table.Add(each.Name, time, time / times[0]);
        }

        if (cases.Count == 4)
        {
            table.Missing("the program of one file", "Name it in COGNITOUNLINK_PROGRAM.");
        }

        results.Add(table);
    }

    private static async Task<double> TimeAsync(string[] command, PoolProcess server)
    {
        var watch = Stopwatch.StartNew();
        var ended = await Tool.RunAsync(command[0], command[1..], server.Environment);
        return ended.ExitCode == 0 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{string.Join(' ', command)}: {ended}");
    }
}
