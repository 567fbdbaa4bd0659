using System.Collections.Concurrent;
using Xunit;

namespace CognitoUnlink.TestSupport;

/// <summary>
/// Skips a test and shows the reason where people look, because the runner's console shows only the names of skipped tests. Directory.Solution.targets
/// summarizes the reasons at the end of dotnet test.
/// </summary>
public static class Skip
{
    private static readonly ConcurrentDictionary<string, bool> s_said = new();
    private static readonly string s_folder = Repository.PathOf("artifacts", "skipped");

    public static void Unless(bool isThere, string reason)
    {
        if (!isThere)
        {
            Note(reason);
            Assert.Skip(reason);
        }
    }

    /// <summary>Shows the reason for a part of a test that was skipped.</summary>
    public static void Note(string reason)
    {
        if (s_said.TryAdd(reason, true))
        {
            TestContext.Current.SendDiagnosticMessage($"Skipping tests: {reason}");
            Directory.CreateDirectory(s_folder);
            File.WriteAllText(Path.Combine(s_folder, $"{Environment.ProcessId}-{s_said.Count}.txt"), reason + Environment.NewLine);
        }
    }
}
