using System.Text;

namespace CognitoUnlink.Fuzz.Generation;

/// <summary>Damages a document as files and network data get damaged, and as an attacker would.</summary>
internal static class Mutation
{
    private const int LongestRepeat = 70_000;

    /// <summary>What readers stumble over: marks, line ends, nesting, numbers, escapes, quotes.</summary>
    private static readonly string[] s_tokens =
    [
        "\uFEFF", "\r\n", "\r", "\n", "\n\n", "\0", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00", "\U0001F600", "\u2028", "\u0085", "\u00A0",
        "[", "]", "{", "}", "{}", "[]", "\"", "\\", "\"\"", ",", ":", "'", "=", ";", "\t", "|", "//", "/*", "null", "true", "false", "NaN", "-",
        "0", "-0", "1e999", "-1e400", "1e-999", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "99999999999999999999999999", "0.1", "1E5",
        "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "%00", "../", "-1", "sep=", "#TYPE ",
    ];

    public static byte[] Apply(Random random, byte[] document, IReadOnlyList<string> tokens)
    {
        // A third stay unchanged: readers must not refuse valid documents, and round trips need them.
        for (var count = random.Next(-2, 6); count > 0; count--)
        {
            document = One(random, document, tokens);
        }

        return document;
    }

    private static byte[] One(Random random, byte[] document, IReadOnlyList<string> tokens)
    {
        var at = random.Next(document.Length + 1);
        var end = Math.Min(document.Length, at + random.Next(random.Next(2) == 0 ? 4 : 200));
        switch (random.Next(14))
        {
            case 0 when at < document.Length:
                return Replace(document, at, at + 1, [(byte)(document[at] ^ (1 << random.Next(8)))]);
            case 1:
                return Replace(document, at, Math.Min(at + 1, document.Length), [(byte)random.Next(256)]);
            case 2:
                return document[..at];
            case 3:
                return document[at..];
            case 4:
                return Replace(document, at, end, []);
            case 5:
                return Replace(document, at, at, document[at..end]);
            case 6:
                return Move(random, document, at, end);
            case 7:
                return Replace(document, at, at, Enumerable.Repeat(document[at..end], random.Next(1, 40)).SelectMany(part => part).ToArray());
            case 8 when random.Next(8) == 0:
                return Replace(document, at, at, Long(random));
            case 9:
                return Replace(document, at, at, RandomBytes(random));
            case 10 or 11 when tokens.Count > 0:
                return Replace(document, at, random.Next(2) == 0 ? at : end, Encoding.UTF8.GetBytes(random.Pick(tokens)));
            default:
                return Replace(document, at, random.Next(2) == 0 ? at : end, Encoding.UTF8.GetBytes(random.Pick(s_tokens)));
        }
    }

    private static byte[] Move(Random random, byte[] document, int start, int end)
    {
        var rest = Replace(document, start, end, []);
        var at = random.Next(rest.Length + 1);
        return Replace(rest, at, at, document[start..end]);
    }

    /// <summary>Deep nesting, a long word, a long line.</summary>
    private static byte[] Long(Random random)
    {
        var unit = random.Pick<string>(["[", "{\"a\":", "a", "\"", "0", "9", ",", "\n", "\r", " ", "\\", "\u65E5", "\U0001F600", "[{\"a\":[", "\\ud800", "\0"]);
        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, random.Next(1, random.Pick<int>([70, 1100, LongestRepeat])))));
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(1, 9)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Replace(byte[] document, int start, int end, byte[] replacement) =>
        [.. document[..start], .. replacement, .. document[Math.Max(start, end)..]];
}
