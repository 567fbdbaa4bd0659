using CognitoUnlink.TestSupport;
using Xunit.Sdk;
using Xunit.v3;

// The files know nothing of each other, and most of them wait a lot.
[assembly: Parallelization(Mode = ParallelMode.All)]

namespace CognitoUnlink.Pester.Tests;

/// <summary>The Pester files, run on the built module: some in a PowerShell of their own, the others one after another in a few.</summary>
public class PesterSuites(PesterTotal total) : IClassFixture<PesterTotal>
{
    private const string Suffix = ".Tests.ps1";
    private const string Samples = "samples";

    // PowerShell and Pester take longer to start than most files take to run.
    private const int Shared = 8;

    // They may be skipped, load the assemblies of others, or count what the process has.
    private static readonly string[] s_alone = ["Coexistence", "CoexistenceProfiles", "Credentials", "InFlight", "LoadContext", "ScriptAnalyzer"];

    // They share what is packed. Two builds of one project at a time would get in each other's way.
    private static readonly string[] s_packing = ["Package", "PackagePSResourceGet"];

    // By path from the repository's root; those of the samples lie beside their runbooks, and import the module by its name.
    public static IEnumerable<TheoryDataRow<string[]>> Files
    {
        get
        {
            var files = In(Repository.PathOf("tests", "pester"), SearchOption.TopDirectoryOnly);
            var shared = files.Where(file => !s_alone.Contains(NameOf(file)) && !s_packing.Contains(NameOf(file))).ToArray();
            IEnumerable<string[]> runs =
            [
                [.. files.Where(file => s_packing.Contains(NameOf(file)))],
                .. files.Where(file => s_alone.Contains(NameOf(file))).Select(file => new[] { file }),
                .. Enumerable.Range(0, Shared).Select(part => shared.Where((_, number) => number % Shared == part).ToArray()),
                In(Repository.PathOf(Samples), SearchOption.AllDirectories),
            ];
            return runs.Select(run => new TheoryDataRow<string[]>(run) { TestDisplayName = string.Join(", ", run.Select(NameOf)) });
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pass(string[] files)
    {
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "pester")).FullName;
        var results = files.ToDictionary(file => file, file => Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(file), ".json")));
        foreach (var result in results.Values)
        {
            File.Delete(result);
        }

        string[] moduleFolder = files[0].StartsWith(Samples + '/', StringComparison.Ordinal) ? ["-ModuleFolder", Repository.PathOf("out")] : [];
        var run = await PowerShellEngine.RunAsync(
            [
                "-NoProfile", "-NonInteractive", "-File", Repository.PathOf("tests", "pester", "Invoke-Suite.ps1"), "-ResultFolder", folder, "-Pester", PowerShellEngine.Pester,
                .. moduleFolder, .. files.Select(file => Repository.PathOf(file)),
            ],
            timeout: TimeSpan.FromMinutes(15));

        var counts = results.Where(result => File.Exists(result.Value)).ToDictionary(result => result.Key, result => PesterCounts.Read(result.Value));
        counts.Values.ToList().ForEach(total.Add);

        // A file that is skipped must not hide a failure in another one.
        List<string?> skipped = [.. files.Select(file => SkippedBecause(file, counts.GetValueOrDefault(file), run))];
        foreach (var reason in skipped.OfType<string>())
        {
            Skip.Note(reason);
        }

        Skip.Unless(skipped.Contains(null), string.Join(' ', skipped));
    }

    /// <summary>How many files there are.</summary>
    internal static int Count => Files.Sum(run => run.Data.Length);

    /// <summary>Why a file was skipped as a whole; null if it passed.</summary>
    private static string? SkippedBecause(string file, PesterCounts? counts, ToolResult run)
    {
        Assert.True(counts is not null, $"{file}: Pester did not end.\n{run}");
        Assert.True(counts is { Failed: 0, NotRun: 0 }, $"{file}\n{string.Join('\n', counts.Failures)}\n{run}");
        if (counts is { Passed: 0, Skipped: > 0 })
        {
            return counts.SkippedBecause;
        }

        Assert.True(counts.Passed > 0, $"{file}: no test ran.\n{run}");
        Assert.True(counts.Skipped == 0, $"{file}: tests that may be skipped belong in a file of their own.\n{run}");
        return null;
    }

    private static string NameOf(string file) => Path.GetFileName(file)[..^Suffix.Length];

    private static string[] In(string folder, SearchOption option) =>
        [.. Directory.EnumerateFiles(folder, $"*{Suffix}", option).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order()];
}
