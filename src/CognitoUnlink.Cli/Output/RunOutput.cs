using System.Text.Json;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes a run to stdout as it goes, and what it came to.</summary>
/// <typeparam name="TRow">One item as it is written.</typeparam>
internal abstract class RunOutput<TRow> : IDisposable
{
    private readonly Table? _table;
    private readonly Utf8JsonWriter? _json;
    private readonly Csv<TRow>? _csv;

    /// <summary>Writes what comes before the first item.</summary>
    /// <param name="format">The form.</param>
    /// <param name="columns">The table's columns.</param>
    protected RunOutput(OutputFormat format, params TableColumn[] columns)
    {
        switch (format)
        {
            case OutputFormat.Json:
                _json = Json.Writer();
                _json.WriteStartObject();
                _json.WriteStartArray("items");
                break;
            case OutputFormat.Csv:
                _csv = new Csv<TRow>(Console.Out);
                break;
            default:
                _table = new Table(columns);
                break;
        }
    }

    public void Write(TRow row)
    {
        if (_json is not null)
        {
            JsonSerializer.Serialize(_json, row, Json.Options);
            _json.Flush();
        }

        _csv?.Write(row);
        _table?.WriteRow(Cells(row));
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _json?.Dispose();
    }

    /// <summary>The table's cells.</summary>
    protected abstract object?[] Cells(TRow row);

    /// <summary>Writes what the run came to, where the form has a place for it.</summary>
    protected void End(IReadOnlyCollection<ServiceCaller> callers, bool whatIf, TimeSpan duration, params (string Name, int Count)[] counts)
    {
        if (_json is null)
        {
            return;
        }

        _json.WriteEndArray();
        _json.WriteBoolean("whatIf", whatIf);
        foreach (var (name, count) in counts)
        {
            _json.WriteNumber(name, count);
        }

        _json.WriteNumber("requests", callers.Sum(caller => caller.Requests));
        _json.WriteNumber("throttled", callers.Sum(caller => caller.Throttled));
        _json.WriteNumber("retried", callers.Sum(caller => caller.Retried));
        _json.WriteNumber("seconds", Math.Round(duration.TotalSeconds, 3));
        _json.WriteEndObject();
        _json.Flush();
        Console.Out.WriteLine();
    }
}
