using System.Collections.Concurrent;
using Xunit;

namespace CognitoUnlink.TestSupport;

/// <summary>Skips a test and says why where people look: the runner's console shows a skipped test's name only.</summary>
public static class Skip
{
    private static readonly ConcurrentDictionary<string, bool> s_said = new();

    public static void Unless(bool isThere, string reason)
    {
        if (isThere)
        {
            return;
        }

        if (s_said.TryAdd(reason, true))
        {
            TestContext.Current.SendDiagnosticMessage($"Skipping tests: {reason}");
        }

        Assert.Skip(reason);
    }
}
