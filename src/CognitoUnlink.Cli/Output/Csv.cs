using System.Globalization;
using CognitoUnlink.Texts;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;

namespace CognitoUnlink.Cli.Output;

/// <summary>Objects as CSV with a heading line.</summary>
internal sealed class Csv<T> : IDisposable
{
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
        _writer.Context.TypeConverterCache.AddConverter<string>(new SafeText());
        foreach (var type in new[] { typeof(DateTime), typeof(DateTime?) })
        {
            _writer.Context.TypeConverterOptionsCache.GetOptions(type).Formats = ["O"];
        }

        _writer.WriteHeader<T>();
        _writer.NextRecord();
    }

    public void Write(T row)
    {
        _writer.WriteRecord(row);
        _writer.NextRecord();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A username must neither become a formula in a spreadsheet nor control the terminal that shows it.</summary>
    private sealed class SafeText : StringConverter
    {
        public override string? ConvertToString(object? value, IWriterRow row, MemberMapData memberMapData) =>
            value is string text ? FormulaText.Escape(Console.IsOutputRedirected ? text : Printable.Of(text)) : base.ConvertToString(value, row, memberMapData);
    }
}
