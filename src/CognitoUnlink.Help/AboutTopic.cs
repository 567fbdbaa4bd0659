using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CognitoUnlink.Help;

/// <summary>An about topic as plain text, at most 80 columns wide.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <exception cref="PageException">The page is not as it should be.</exception>
    public static string Read(string path)
    {
        var page = MarkdownPage.Read(path);
        if (page.Title != Path.GetFileNameWithoutExtension(path))
        {
            throw new PageException(path, 1, $"The title '{page.Title}' is not the name of the file.");
        }

        // Get-Help shows the fifth line as the synopsis.
        var first = page.Sections[0];
        if (first.Heading != "SHORT DESCRIPTION" || first.Paragraphs() is not [var synopsis] || Indent.Length + synopsis.Length > Width)
        {
            throw new PageException(path, first.Title, $"The first section is 'SHORT DESCRIPTION', a text of at most {Width - Indent.Length} characters.");
        }

        var text = new StringBuilder();
        text.Append("TOPIC\n").Append(Indent).Append(page.Title).Append("\n\n");
        foreach (var section in page.Sections)
        {
            text.Append(section.Heading.ToUpperInvariant()).Append('\n');
            foreach (var block in section.Blocks)
            {
                if (block is HeadingBlock heading)
                {
                    text.Append("  ").Append(PlainText.Of(path, heading.Inline)).Append('\n');
                    continue;
                }

                foreach (var line in Lines(path, block))
                {
                    text.Append(line.Length == 0 ? string.Empty : Indent).Append(line).Append('\n');
                }

                text.Append('\n');
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static IEnumerable<string> Lines(string path, Block block) => block switch
    {
        ParagraphBlock paragraph => Wrapped.Lines(PlainText.Of(path, paragraph.Inline), Width - Indent.Length),
        FencedCodeBlock code => Code(path, code),
        ListBlock list => PlainText.Items(path, list).SelectMany(item => Item(item.Mark, item.Text)),
        Table table => TextTable.Lines(path, table, Width - Indent.Length),
        _ => throw PlainText.Unknown(path, block),
    };

    private static IEnumerable<string> Item(string mark, string text) =>
        Wrapped.Lines(text, Width - Indent.Length - mark.Length)
            .Select((line, index) => (index == 0 ? mark : new string(' ', mark.Length)) + line);

    // Code is never wrapped: what is copied from a screen must still run.
    private static IEnumerable<string> Code(string path, FencedCodeBlock code)
    {
        var lines = PlainText.Code(code).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (2 * Indent.Length + lines[i].Length > Width)
            {
                throw new PageException(path, code.Line + 2 + i, $"A line of code in an about topic has at most {Width - 2 * Indent.Length} characters.");
            }

            yield return lines[i].Length == 0 ? string.Empty : Indent + lines[i];
        }
    }
}

/// <summary>A table as text. If it is too wide, the widest columns are wrapped.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    public static IEnumerable<string> Lines(string path, Table table, int width)
    {
        var rows = table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(cell => TextOf(path, cell)).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        while (widths.Sum() + Gap * (widths.Length - 1) > width)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        var areTall = false;
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            var cells = row.Select((cell, column) => Wrapped.Lines(cell, widths[column]).ToList()).ToList();
            var height = cells.Max(cell => cell.Count);
            if (index > 1 && areTall)
            {
                yield return string.Empty;
            }

            areTall |= height > 1 && index > 0;
            for (var line = 0; line < height; line++)
            {
                yield return Join(cells.Select(cell => cell.ElementAtOrDefault(line) ?? string.Empty), widths);
            }

            if (index == 0)
            {
                yield return Join(widths.Select(each => new string('-', each)), widths);
            }
        }
    }

    private static string Join(IEnumerable<string> cells, int[] widths) =>
        string.Concat(cells.Select((cell, column) => cell.PadRight(widths[column] + Gap))).TrimEnd();

    private static string TextOf(string path, TableCell cell) =>
        string.Join(' ', cell.SelectMany(block => PlainText.Paragraphs(path, block)));
}

internal static class Wrapped
{
    /// <summary>Breaks at spaces; a word that is longer than a line is cut.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Chunk(width)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        yield return line.ToString();
    }
}
