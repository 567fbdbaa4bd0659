using System.Collections.Concurrent;
using Xunit;

namespace CognitoUnlink.TestSupport;

/// <summary>
/// Skips a test and says why where people look: the runner's console shows a skipped test's name only. Directory.Solution.targets sums the reasons up
/// at the end of dotnet test.
/// </summary>
public static class Skip
{
    private static readonly ConcurrentDictionary<string, bool> s_said = new();
    private static readonly string s_folder = Repository.PathOf("artifacts", "skipped");

    public static void Unless(bool isThere, string reason)
    {
        if (isThere)
        {
            return;
        }

        if (s_said.TryAdd(reason, true))
        {
            TestContext.Current.SendDiagnosticMessage($"Skipping tests: {reason}");
            Directory.CreateDirectory(s_folder);
            File.WriteAllText(Path.Combine(s_folder, $"{Environment.ProcessId}-{s_said.Count}.txt"), reason + Environment.NewLine);
        }

        Assert.Skip(reason);
    }
}
