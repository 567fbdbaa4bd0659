namespace CognitoUnlink.Texts;

/// <summary>Breaks text between words.</summary>
public static class TextWrap
{
    /// <summary>The lines, at least one. A word that is longer than a line has one of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The cells of a line.</param>
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
