using System.Text.Json;
using CognitoUnlink.TestSupport;
using Xunit.Sdk;
using Xunit.v3;

// The files know nothing of each other, and most of them wait a lot.
[assembly: Parallelization(Mode = ParallelMode.All)]

namespace CognitoUnlink.Pester.Tests;

/// <summary>Each Pester file, run on the built module in a PowerShell of its own.</summary>
public class PesterSuites(ITestOutputHelper output)
{
    private const string Pattern = "*.Tests.ps1";
    private const string Samples = "samples";

    // Two builds of one project at a time would get in each other's way.
    private static readonly SemaphoreSlim s_packing = new(1);

    // By path from the repository's root; those of the samples lie beside their runbooks, and import the module by its name.
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests", "pester"), Pattern)
            .Concat(Directory.EnumerateFiles(Repository.PathOf(Samples), Pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file)
    {
        var results = Directory.CreateDirectory(Repository.PathOf("artifacts", "pester"));
        var resultPath = Path.Combine(results.FullName, Path.ChangeExtension(file.Replace('/', '.'), ".json"));
        File.Delete(resultPath);
        string[] moduleFolder = file.StartsWith(Samples + '/', StringComparison.Ordinal) ? ["-ModuleFolder", Repository.PathOf("out")] : [];

        var run = file.StartsWith("tests/pester/Package", StringComparison.Ordinal) ? await RunAloneAsync() : await RunAsync();

        output.WriteLine(run.ToString());
        Assert.True(File.Exists(resultPath), $"Pester did not end.\n{run}");
        var counts = JsonDocument.Parse(await File.ReadAllTextAsync(resultPath)).RootElement;
        int Count(string name) => counts.GetProperty(name).GetInt32();
        Assert.True(Count("failed") == 0 && Count("notRun") == 0, run.ToString());
        Skip.Unless(Count("passed") > 0 || Count("skipped") == 0, counts.GetProperty("skippedBecause").GetString()!);
        Assert.True(Count("passed") > 0, $"No test ran.\n{run}");
        Assert.True(Count("skipped") == 0, $"Tests that may be skipped belong in a file of their own.\n{run}");

        Task<ToolResult> RunAsync() => PowerShellEngine.RunAsync(
            ["-NoProfile", "-NonInteractive", "-File", Repository.PathOf("tests", "pester", "Invoke-Suite.ps1"), "-Path", Repository.PathOf(file), "-ResultPath", resultPath, "-Pester", PowerShellEngine.Pester, .. moduleFolder],
            timeout: TimeSpan.FromMinutes(10));

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
}
