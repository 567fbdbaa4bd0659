using System.Globalization;
using CsvHelper;

namespace CognitoUnlink.Cli.Output;

/// <summary>Objects as CSV with a heading line.</summary>
/// <typeparam name="T">The row's type.</typeparam>
internal sealed class Csv<T> : IDisposable
{
    private readonly CsvWriter _writer;

    /// <summary>Writes the heading.</summary>
    /// <param name="text">Where to; it stays open.</param>
    public Csv(TextWriter text)
    {
        _writer = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true);
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
}
