using System.Text.Json;
using CognitoUnlink.Pacing;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes an unlink run to stdout as it goes, and what it came to.</summary>
internal sealed class UnlinkOutput : IDisposable
{
    private readonly Table? _table;
    private readonly Utf8JsonWriter? _json;
    private readonly Csv<UnlinkRow>? _csv;

    public UnlinkOutput(OutputFormat format)
    {
        switch (format)
        {
            case OutputFormat.Json:
                _json = Json.Writer();
                _json.WriteStartObject();
                _json.WriteStartArray("items");
                break;
            case OutputFormat.Csv:
                _csv = new Csv<UnlinkRow>();
                break;
            default:
                _table = new Table(("OUTCOME", 15), ("USERNAME", 36), ("PROVIDER", 16), ("SIGN-IN AFTER", 13), ("SUBJECT", 0));
                _table.WriteHeadings();
                break;
        }
    }

    public void Write(UnlinkRow row)
    {
        if (_json is not null)
        {
            JsonSerializer.Serialize(_json, row, Json.Options);
            _json.Flush();
        }

        _csv?.Write(row);
        _table?.WriteRow(row.Outcome, row.Username, row.ProviderName, row.SignInAfterUnlink, row.ProviderAttributeValue);
    }

    public void End(UnlinkCounts counts, ServiceCaller caller, bool whatIf, TimeSpan duration)
    {
        if (_json is null)
        {
            return;
        }

        _json.WriteEndArray();
        _json.WriteBoolean("whatIf", whatIf);
        _json.WriteNumber("wouldUnlink", counts.WouldUnlink);
        _json.WriteNumber("unlinked", counts[UnlinkOutcome.Unlinked]);
        _json.WriteNumber("alreadyUnlinked", counts[UnlinkOutcome.AlreadyUnlinked]);
        _json.WriteNumber("skipped", counts[UnlinkOutcome.Skipped]);
        _json.WriteNumber("failed", counts[UnlinkOutcome.Failed]);
        _json.WriteNumber("requests", caller.Requests);
        _json.WriteNumber("throttled", caller.Throttled);
        _json.WriteNumber("retried", caller.Retried);
        _json.WriteNumber("seconds", Math.Round(duration.TotalSeconds, 3));
        _json.WriteEndObject();
        _json.Flush();
        Console.Out.WriteLine();
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _json?.Dispose();
    }
}
