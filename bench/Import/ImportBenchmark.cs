using System.Globalization;
using CognitoUnlink.Bench.Output;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Import;

/// <summary>How long the module takes to be there, beside a binary module with a manifest and nothing in it.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Runs = 11;

    public string Name => "import";

    public async Task RunAsync(BenchOptions options, Results results)
    {
        var table = new Table($"Import and first call, each in a new PowerShell, the median of {Runs}", "ms", "of empty module");
        await using var server = await PoolProcess.StartAsync("--users", "60");
        var folder = Directory.CreateTempSubdirectory("cognito-unlink-bench-");
        try
        {
            var empty = WriteEmptyModule(folder);
            (string Name, string Script)[] cases =
            [
                ("an empty binary module with a manifest", $"Import-Module '{empty}'"),
                ("CognitoUnlink", $"Import-Module '{Programs.Module}'"),
                ("CognitoUnlink and a first Get-CGIPLinkedIdentity (60 users)", $"Import-Module '{Programs.Module}'; $null = Get-CGIPLinkedIdentity {server.Pool.UserPoolId} -EndpointUrl {server.Pool.EndpointUrl}"),
            ];
            var times = await Median.OfTurnsAsync(Runs, [.. cases.Select(each => (Func<Task<double>>)(() => TimeAsync(each.Script, server)))]);
            foreach (var (each, time) in cases.Zip(times))
            {
                table.Add(each.Name, time, time / times[0]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        results.Add(table);
    }

    private static async Task<double> TimeAsync(string script, PoolProcess server)
    {
        var result = await PowerShellEngine.RunAsync(
            ["-NoProfile", "-NonInteractive", "-Command", $"$ErrorActionPreference = 'Stop'; $watch = [Diagnostics.Stopwatch]::StartNew(); {script}; $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"],
            server.Environment);
        return result.ExitCode == 0 && double.TryParse(result.Output, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds
            : throw new InvalidOperationException($"pwsh: {result}");
    }

    private static string WriteEmptyModule(DirectoryInfo folder)
    {
        var module = folder.CreateSubdirectory("Decoy.Empty");
        File.Copy(Programs.EmptyModule, Path.Combine(module.FullName, "Decoy.Empty.dll"));
        var manifest = Path.Combine(module.FullName, "Decoy.Empty.psd1");
        File.WriteAllText(manifest, "@{ ModuleVersion = '1.0.0'; RootModule = 'Decoy.Empty.dll'; CmdletsToExport = @('Get-DecoyNothing'); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }");
        return manifest;
    }
}
