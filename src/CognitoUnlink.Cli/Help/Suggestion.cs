using System.CommandLine;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Cli.Help;

/// <summary>What somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest words, none when nothing is near.</summary>
    public static IReadOnlyList<string> For(string typed, IEnumerable<string> known)
    {
        var most = Math.Max(1, typed.TrimStart('-').Length / 3);
        var near = known.Select(word => (Word: word, Distance: IsBeginningOf(typed, word) ? 1 : NearNames.Distance(typed.ToLowerInvariant(), word))).Where(pair => pair.Distance <= most).ToList();
        return [.. near.Where(pair => pair.Distance == near.Min(other => other.Distance)).Select(pair => pair.Word).Distinct()];
    }

    /// <summary>What may be typed in a command's place.</summary>
    public static IEnumerable<string> Words(Command command, bool isOption) => isOption
        ? HelpTopic.Options(command).Select(option => option.Name)
        : HelpTopic.Commands(command).Select(sub => sub.Name);

    private static bool IsBeginningOf(string typed, string word) => typed.TrimStart('-').Length >= 3 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
