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

    /// <summary>Adds a file's result.</summary>
    /// <param name="result">The path of its counts.</param>
    public void Add(string result)
    {
        using var counts = JsonDocument.Parse(File.ReadAllText(result));
        int Count(string name) => counts.RootElement.GetProperty(name).GetInt32();
        lock (_lock)
        {
            _files++;
            _passed += Count("passed");
            _failed += Count("failed");
            _skipped += Count("skipped");
        }
    }

    /// <summary>Writes the total. A file that is skipped is run as well: it skips its tests.</summary>
    public void Dispose() => File.WriteAllText(
        Repository.PathOf("artifacts", "pester.txt"),
        string.Create(CultureInfo.InvariantCulture, $"Pester: {_passed} passed, {_failed} failed, {_skipped} skipped; {_files} of {PesterSuites.Count} files run"));
}
