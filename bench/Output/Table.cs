using System.Globalization;
using System.Text;

namespace CognitoUnlink.Bench.Output;

/// <summary>A table: rows have a name and a value a column. Null is what could not be measured, or says nothing.</summary>
/// <param name="title">What is compared.</param>
/// <param name="columns">The columns after the name.</param>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<(string Name, object?[] Values)> _rows = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a row; columns at the end that have no value stay empty.</summary>
    public void Add(string name, params object?[] values) => _rows.Add((name, [.. values, .. new object?[columns.Length - values.Length]]));

    /// <summary>Says what is not in the table, and why.</summary>
    public void Missing(string name, string why) => _notes.Add($"Missing: {name}. {why}");

    /// <summary>What is compared.</summary>
    public string Title => title;

    /// <summary>The rows as Markdown.</summary>
    public string Rows => ToMarkdown(withTitle: false);

    /// <summary>The title, the rows and what is missing, as Markdown.</summary>
    public string ToMarkdown() => ToMarkdown(withTitle: true);

    public object ToJson() => new
    {
        title,
        rows = _rows.Select(row => columns.Zip(row.Values).Prepend((First: "name", Second: row.Name)).ToDictionary(pair => pair.First, pair => pair.Second)),
        notes = _notes,
    };

    private string ToMarkdown(bool withTitle)
    {
        string[][] cells = [["", .. columns], .. _rows.Select(row => (string[])[row.Name.Replace("|", "\\|", StringComparison.Ordinal), .. row.Values.Select(Show)])];
        var widths = Enumerable.Range(0, columns.Length + 1).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder(withTitle ? $"### {title}\n\n" : string.Empty);
        Line(cells[0]);
        Line([new string('-', widths[0]), .. widths.Skip(1).Select(width => new string('-', Math.Max(1, width - 1)) + ":")]);
        foreach (var row in cells.Skip(1))
        {
            Line(row);
        }

        foreach (var note in withTitle ? _notes : [])
        {
            text.Append('\n').Append(note).Append('\n');
        }

        return text.ToString();

        void Line(string[] row) => text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append(" |\n");
    }

    private static string Show(object? value) => value switch
    {
        null => "",
        double number when Math.Abs(number) >= 100 => number.ToString("N0", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) >= 10 => number.ToString("N1", CultureInfo.InvariantCulture),
        double number => number.ToString("N2", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
