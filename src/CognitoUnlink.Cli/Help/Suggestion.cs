using System.CommandLine;

namespace CognitoUnlink.Cli.Help;

/// <summary>What somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest words, none when nothing is near.</summary>
    public static IReadOnlyList<string> For(string typed, IEnumerable<string> known)
    {
        var most = Math.Max(1, typed.TrimStart('-').Length / 3);
        var near = known.Select(word => (Word: word, Distance: IsBeginningOf(typed, word) ? 1 : Distance(typed.ToLowerInvariant(), word))).Where(pair => pair.Distance <= most).ToList();
        return [.. near.Where(pair => pair.Distance == near.Min(other => other.Distance)).Select(pair => pair.Word).Distinct()];
    }

    /// <summary>What may be typed in a command's place.</summary>
    public static IEnumerable<string> Words(Command command, bool isOption) => isOption
        ? HelpTopic.Options(command).Select(option => option.Name)
        : HelpTopic.Commands(command).Select(sub => sub.Name);

    private static bool IsBeginningOf(string typed, string word) => typed.TrimStart('-').Length >= 3 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Letters to insert, leave out, replace or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
