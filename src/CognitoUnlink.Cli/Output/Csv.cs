using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using CognitoUnlink.Texts;
using CsvHelper;
using CsvHelper.Configuration;

namespace CognitoUnlink.Cli.Output;

/// <summary>Objects as CSV with a heading line: a column for each public property.</summary>
internal sealed class Csv<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRow> : IDisposable
{
    private static readonly PropertyInfo[] s_columns = typeof(TRow).GetProperties();

    private readonly CsvWriter _writer;

    /// <summary>Writes the heading.</summary>
    /// <param name="text">Where to write; it stays open.</param>
    public Csv(TextWriter text)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // The platform's line ends, as Export-Csv writes and grep and cut expect.
            NewLine = Environment.NewLine,
            ShouldQuote = value => value.Field.AsSpan().ContainsAny('\r', '\n') || ConfigurationFunctions.ShouldQuote(value),
        };
        _writer = new CsvWriter(text, configuration, leaveOpen: true);
        WriteLine(s_columns.Select(column => column.Name));
    }

    public void Write(TRow row) => WriteLine(s_columns.Select(column => Text(column.GetValue(row))));

    public void Dispose() => _writer.Dispose();

    private void WriteLine(IEnumerable<string?> fields)
    {
        foreach (var field in fields)
        {
            _writer.WriteField(field);
        }

        _writer.NextRecord();
    }

    private static string? Text(object? value) => value switch
    {
        // A username must neither become a formula in a spreadsheet nor control the terminal that shows it.
        string text => FormulaText.Escape(Console.IsOutputRedirected ? text : Printable.Of(text)),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
