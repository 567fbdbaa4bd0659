using System.Globalization;
using System.Text.Json;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Names;

/// <summary>A host that is given rows which name users and a provider.</summary>
/// <param name="Name">What it is.</param>
/// <param name="RunAsync">Takes a file's rows through the host, really or as a rehearsal, and returns the seconds that the run took by its own summary.</param>
internal sealed record NamesHost(string Name, Func<PoolProcess, string, bool, Task<double>> RunAsync)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    public static IReadOnlyList<NamesHost> All { get; } = [new("cognito-unlink unlink", CommandLineAsync), new("Disable-CGIPProviderForUser", CmdletAsync)];

    private static async Task<double> CommandLineAsync(PoolProcess server, string csv, bool isRehearsal)
    {
        var run = await Tool.RunAsync(
            "dotnet",
            [
                "exec", Programs.CommandLine, "unlink", "--user-pool-id", server.Pool.UserPoolId, "--endpoint-url", server.Pool.EndpointUrl, "--requests-per-second", "10000",
                "--from", csv, "--output", "json", isRehearsal ? "--what-if" : "--yes",
            ],
            server.Environment,
            timeout: s_patience);
        using var reply = JsonDocument.Parse(run.Output);
        return reply.RootElement.GetProperty("seconds").GetDouble();
    }

    private static async Task<double> CmdletAsync(PoolProcess server, string csv, bool isRehearsal)
    {
        var run = await Tool.RunAsync(
            PowerShellEngine.Program,
            PowerShellEngine.Arguments([
                "-NoProfile", "-NonInteractive", "-File", Programs.Script("cmdlet_names.ps1"), Programs.Module, server.Pool.UserPoolId, server.Pool.EndpointUrl, csv,
                .. isRehearsal ? (string[])["-Rehearse"] : []]),
            server.Environment,
            timeout: s_patience);
        return double.TryParse(run.Output.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw new InvalidOperationException($"{run.ExitCode}: {run.Error}");
    }
}
