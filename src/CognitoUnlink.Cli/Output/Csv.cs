using System.Globalization;
using CsvHelper;

namespace CognitoUnlink.Cli.Output;

/// <summary>Objects as CSV with a heading line.</summary>
/// <typeparam name="T">The row's type.</typeparam>
internal sealed class Csv<T> : IDisposable
{
    private readonly CsvWriter _writer = new(Console.Out, CultureInfo.InvariantCulture, leaveOpen: true);

    public Csv()
    {
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
