using CognitoUnlink.Logging;
using System.Globalization;

namespace CognitoUnlink.Cli.Output;

/// <summary>Rows under headings, each column as wide as it was declared.</summary>
/// <param name="columns">Headings and widths; the last column is not padded.</param>
internal sealed class Table(params (string Heading, int Width)[] columns)
{
    public void WriteHeadings()
    {
        WriteRow([.. columns.Select(column => column.Heading)]);
        WriteRow([.. columns.Select(column => new string('-', column.Heading.Length))]);
    }

    public void WriteRow(params object?[] values)
    {
        var cells = values.Select((value, i) => i == values.Length - 1 ? Text(value) : Fit(Text(value), columns[i].Width));
        Console.Out.WriteLine(string.Join(' ', cells).TrimEnd());
    }

    private static string Text(object? value) => Printable.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);

    private static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : string.Concat(text.AsSpan(0, width - 1), "…");
}
