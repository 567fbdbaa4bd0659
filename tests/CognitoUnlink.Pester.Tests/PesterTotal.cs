using System.Globalization;
using System.Text.Json;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Pester.Tests;

/// <summary>Counts the tests of all files, for the end of the output of <c>dotnet test</c>.</summary>
public sealed class PesterTotal : IDisposable
{
    private readonly Lock _lock = new();
    private int _files;
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>Adds the counts of a file.</summary>
    /// <param name="counts">The counts.</param>
    internal void Add(PesterCounts counts)
    {
        lock (_lock)
        {
            _files++;
            _passed += counts.Passed;
            _failed += counts.Failed;
            _skipped += counts.Skipped;
        }
    }

    /// <summary>Writes the total. A file whose tests are all skipped has run as well.</summary>
    public void Dispose() => File.WriteAllText(
        Repository.PathOf("artifacts", "pester.txt"),
        string.Create(CultureInfo.InvariantCulture, $"Pester: {_passed} passed, {_failed} failed, {_skipped} skipped; {_files} of {PesterSuites.Count} files run"));
}

/// <summary>What Invoke-Suite.ps1 writes about a file.</summary>
internal sealed record PesterCounts(int Passed, int Failed, int Skipped, int NotRun, string[] Failures, string SkippedBecause)
{
    /// <summary>Reads the counts of a file.</summary>
    /// <param name="path">The path of the counts.</param>
    public static PesterCounts Read(string path) => JsonSerializer.Deserialize<PesterCounts>(File.ReadAllText(path), JsonSerializerOptions.Web)!;
}
