using CognitoUnlink.Help.Text;
using Markdig.Extensions.Tables;

namespace CognitoUnlink.Help.About;

/// <summary>A table in columns of text. Where it is too wide the widest columns are wrapped.</summary>
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
