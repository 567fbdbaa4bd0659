using System.Globalization;
using System.Text;

namespace CognitoUnlink.Texts;

/// <summary>How many terminal cells a text takes. Terminals go by code points, so this does too.</summary>
public static class CellWidth
{
    private const char Ellipsis = '…';

    // Wide and fullwidth: https://www.unicode.org/Public/16.0.0/ucd/EastAsianWidth.txt, with the unassigned code points between them.
    private static readonly (int First, int Last)[] s_wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE),
        (0x2614, 0x2615), (0x2630, 0x2637), (0x2648, 0x2653), (0x267F, 0x267F), (0x268A, 0x268F), (0x2693, 0x2693), (0x26A1, 0x26A1),
        (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3),
        (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C),
        (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0x3247), (0x3250, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B2FF),
        (0x1D300, 0x1D376), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F1E6, 0x1F320),
        (0x1F32D, 0x1F335), (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0),
        (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440), (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E),
        (0x1F550, 0x1F567), (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5),
        (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6DF), (0x1F6EB, 0x1F6EF), (0x1F6F4, 0x1F6FF), (0x1F7E0, 0x1F7F0),
        (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>The cells of a text.</summary>
    /// <param name="text">The text.</param>
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>Pads a text with blanks to a width. Longer text is unchanged.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The width, in cells.</param>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Of(text)));

    /// <summary>The text, or as much of it as fits before an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The width, in cells.</param>
    public static string Fit(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        var (fitted, room) = (new StringBuilder(), width - 1);
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            var element = elements.GetTextElement();
            room -= Of(element);
            if (room < 0)
            {
                break;
            }

            fitted.Append(element);
        }

        return width < 1 ? string.Empty : fitted.Append(Ellipsis).ToString();
    }

    private static int Of(Rune rune) =>
        rune.Value is >= 0x20 and < 0x7F ? 1
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : rune.Value is >= 0x1160 and <= 0x11FF ? 0
        : IsWide(rune.Value) ? 2
        : 1;

    private static bool IsWide(int value) => value >= s_wide[0].First && Array.Exists(s_wide, range => value >= range.First && value <= range.Last);
}

/// <summary>Breaks text between words.</summary>
public static class TextWrap
{
    /// <summary>The lines, at least one. A word longer than a line has a line of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The width of a line, in cells.</param>
    public static IReadOnlyList<string> Lines(string text, int width)
    {
        var lines = new List<string> { string.Empty };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length == 0)
            {
                lines[^1] = word;
            }
            else if (CellWidth.Of(lines[^1]) + 1 + CellWidth.Of(word) <= width)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
