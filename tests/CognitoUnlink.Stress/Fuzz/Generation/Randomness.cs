using System.Text;

namespace CognitoUnlink.Fuzz.Generation;

/// <summary>Random choices and texts.</summary>
internal static class Randomness
{
    private static readonly string[] s_pieces =
    [
        "a", "b", "Zoë", "日本", "\U0001F600", "\u0301", "_", "-", ".", "/", "\\", "\"", "'", " ", "  ", ",", ";", "\t", "\r\n", "\n", "\r", "|", "=", "+", "@", "#", "{", "}",
        "[", "]", "\0", "\u0001", "\u007F", "\u2028", "\u00A0", "\uFFFD", "\uFEFF", "&", "<", "null", "true", "0", "-1", "Cognito", "Google_", "%", "*", "?", "$",
    ];

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public static bool Chance(this Random random, int oneIn) => random.Next(oneIn) == 0;

    /// <summary>Usually a plain word, otherwise text with any kind of character.</summary>
    public static string Text(this Random random)
    {
        if (!random.Chance(3))
        {
            return random.Pick(["carlos", "dora", "Okta", "Google", "Cognito_Subject", "email", "us-east-1_LocalPool", "1111", "NameId_Carlos/1"]);
        }

        var text = new StringBuilder();
        for (var count = random.Next(6); count >= 0; count--)
        {
            text.Append(random.Pick(s_pieces));
        }

        return text.ToString();
    }

    /// <summary>Such a text, an empty text, or null.</summary>
    public static string? TextOrNull(this Random random) => random.Next(6) switch
    {
        0 => null,
        1 => string.Empty,
        _ => random.Text(),
    };

    public static DateTime Time(this Random random) => random.Next(8) switch
    {
        0 => DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
        1 => DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
        _ => DateTime.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 30_000)),
    };

    public static List<T> Several<T>(this Random random, int most, Func<T> make) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => make())];
}
