using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes the items of a run to stdout as they finish, then the summary.</summary>
internal abstract class RunOutput<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRow> : IDisposable
{
    private readonly OutputFormat _format;
    private readonly TableColumn[] _columns;
    private Table? _table;
    private Utf8JsonWriter? _json;
    private Csv<TRow>? _csv;
    private bool _isBroken;

    /// <param name="format">The format.</param>
    /// <param name="columns">The table's columns.</param>
    protected RunOutput(OutputFormat format, params TableColumn[] columns) => (_format, _columns) = (format, columns);

    public bool IsTable => _format == OutputFormat.Table;

    /// <summary>Writes what comes before the first item.</summary>
    public void Begin()
    {
        _isBroken = true;
        switch (_format)
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
                _table = new Table(_columns);
                break;
        }

        _isBroken = false;
    }

    /// <summary>Writes an item. After a failure nothing more is written, though items are still counted.</summary>
    /// <exception cref="IOException">The reader of the output is gone, or there is no space for it.</exception>
    public void Write(TRow row)
    {
        if (_isBroken)
        {
            return;
        }

        _isBroken = true;
        if (_json is not null)
        {
            Json.Write(_json, row);
            _json.Flush();
        }

        _csv?.Write(row);
        _table?.WriteRow(Cells(row));
        _isBroken = false;
    }

    public void Dispose()
    {
        // Disposing them would try once more to write what failed.
        if (_isBroken)
        {
            return;
        }

        _csv?.Dispose();
        _json?.Dispose();
    }

    /// <summary>The table's cells.</summary>
    protected abstract object?[] Cells(TRow row);

    /// <summary>The counts that belong in the output, by their names in JSON.</summary>
    protected abstract IEnumerable<(string Name, long Count)> Counts(RunSummary summary);

    /// <summary>Writes what the run did, if the format has a place for it.</summary>
    public void End(RunSummary summary)
    {
        if (_json is null || _isBroken)
        {
            return;
        }

        _json.WriteEndArray();
        _json.WriteBoolean("whatIf", summary.WhatIf);
        foreach (var (name, count) in Counts(summary))
        {
            _json.WriteNumber(name, count);
        }

        _json.WriteNumber("changedWithError", summary.ChangedWithError);
        _json.WriteNumber("mayHaveBeenDone", summary.MayHaveBeenDone);
        _json.WriteNumber("notBegun", summary.NotBegun);
        _json.WriteNumber("requests", summary.Requests);
        _json.WriteNumber("billedReads", summary.BilledReads);
        _json.WriteNumber("throttled", summary.Throttled);
        _json.WriteNumber("retried", summary.Retried);
        _json.WriteNumber("seconds", Math.Round(summary.Duration.TotalSeconds, 3));
        _json.WritePropertyName("listedAt");
        Json.Write(_json, summary.ListedAt);
        _json.WriteEndObject();
        _json.Flush();
        Console.Out.WriteLine();
    }
}

internal enum OutputFormat
{
    Table,
    Json,
    Csv,
}
