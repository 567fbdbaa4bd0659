using System.Text.Json;
using CognitoUnlink.TestSupport;
using Xunit.Sdk;
using Xunit.v3;

// The files know nothing of each other, and most of them wait a lot.
[assembly: Parallelization(Mode = ParallelMode.All)]

namespace CognitoUnlink.Pester.Tests;

/// <summary>The Pester files, run on the built module: some in a PowerShell of their own, the others one after another in a few.</summary>
public class PesterSuites(ITestOutputHelper output)
{
    private const string Pattern = "*.Tests.ps1";
    private const string Samples = "samples";
    private const string Packing = "Package";

    // PowerShell and Pester take longer to start than most files take to run.
    private const int Shared = 8;

    // They may be skipped, pack, load the assemblies of others, or count what the process has.
    private static readonly string[] s_alone = ["Coexistence", "Credentials", "InFlight", "LoadContext", Packing, "ScriptAnalyzer"];

    // Two builds of one project at a time would get in each other's way.
    private static readonly SemaphoreSlim s_packing = new(1);

    // By path from the repository's root; those of the samples lie beside their runbooks, and import the module by its name.
    public static TheoryData<string> Files
    {
        get
        {
            var files = In(Repository.PathOf("tests", "pester"), SearchOption.TopDirectoryOnly);
            var shared = files.Where(file => !IsAlone(file)).ToArray();
            return
            [
                .. files.Where(IsAlone),
                .. Enumerable.Range(0, Shared).Select(part => string.Join(' ', shared.Where((_, number) => number % Shared == part))),
                string.Join(' ', In(Repository.PathOf(Samples), SearchOption.AllDirectories)),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pass(string files)
    {
        var paths = files.Split(' ');
        var results = Directory.CreateDirectory(Repository.PathOf("artifacts", "pester")).FullName;
        var counts = paths.ToDictionary(path => path, path => Path.Combine(results, Path.ChangeExtension(Path.GetFileName(path), ".json")));
        foreach (var path in counts.Values)
        {
            File.Delete(path);
        }

        var run = Path.GetFileName(files).StartsWith(Packing, StringComparison.Ordinal) ? await RunAloneAsync() : await RunAsync();

        output.WriteLine(run.ToString());
        foreach (var (path, result) in counts)
        {
            Check(path, result, run);
        }

        Task<ToolResult> RunAsync() => PowerShellEngine.RunAsync(
            [
                "-NoProfile", "-NonInteractive", "-File", Repository.PathOf("tests", "pester", "Invoke-Suite.ps1"), "-ResultFolder", results, "-Pester", PowerShellEngine.Pester,
                .. files.StartsWith(Samples, StringComparison.Ordinal) ? ["-ModuleFolder", Repository.PathOf("out")] : Array.Empty<string>(),
                .. paths.Select(path => Repository.PathOf(path)),
            ],
            timeout: TimeSpan.FromMinutes(15));

        async Task<ToolResult> RunAloneAsync()
        {
            await s_packing.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await RunAsync();
            }
            finally
            {
                s_packing.Release();
            }
        }
    }

    private static void Check(string file, string results, ToolResult run)
    {
        Assert.True(File.Exists(results), $"{file}: Pester did not end.\n{run}");
        using var counts = JsonDocument.Parse(File.ReadAllText(results));
        int Count(string name) => counts.RootElement.GetProperty(name).GetInt32();
        Assert.True(Count("failed") == 0 && Count("notRun") == 0, $"{file}\n{run}");
        Skip.Unless(Count("passed") > 0 || Count("skipped") == 0, counts.RootElement.GetProperty("skippedBecause").GetString()!);
        Assert.True(Count("passed") > 0, $"{file}: no test ran.\n{run}");
        Assert.True(Count("skipped") == 0, $"{file}: tests that may be skipped belong in a file of their own.\n{run}");
    }

    private static bool IsAlone(string file) => s_alone.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal));

    private static string[] In(string folder, SearchOption option) =>
        [.. Directory.EnumerateFiles(folder, Pattern, option).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order()];
}
