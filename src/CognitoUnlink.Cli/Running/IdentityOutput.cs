using System.Text.Json;
using CognitoUnlink.Cli.Output;
using CognitoUnlink.Identities;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Running;

/// <summary>Writes identities to stdout as they come. Nothing is written before the first one or the end, so that a failure at the start leaves no list behind.</summary>
internal sealed class IdentityOutput(OutputFormat format) : IDisposable
{
    private Table? _table;
    private Utf8JsonWriter? _json;
    private Csv<LinkedIdentity>? _csv;

    public void Write(LinkedIdentity identity)
    {
        Begin();
        if (_json is not null)
        {
            Json.Write(_json, identity);
            _json.Flush();
        }

        _csv?.Write(identity);
        _table?.WriteRow(identity.Username, identity.UserStatus, identity.ProviderName, identity.SignInAfterUnlink, identity.ProviderAttributeValue);
    }

    /// <summary>Ends the list, even an empty one. JSON has counts at its end.</summary>
    /// <param name="run">The listing.</param>
    /// <param name="isComplete">Whether all could be read.</param>
    /// <param name="session">The session that made the requests.</param>
    /// <param name="started">When it began, as a timestamp.</param>
    public void End(ListRun run, bool isComplete, PoolSession session, long started)
    {
        Begin();
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.WriteNumber("users", run.Users);
            ReadingOutput.End(_json, isComplete, session, started);
            _json.Dispose();
        }
    }

    public void Dispose() => _csv?.Dispose();

    private void Begin()
    {
        switch (format)
        {
            case OutputFormat.Json when _json is null:
                _json = Json.Writer();
                _json.WriteStartObject();
                _json.WriteStartArray("items");
                break;
            case OutputFormat.Csv:
                _csv ??= new Csv<LinkedIdentity>(Console.Out);
                break;
            case OutputFormat.Table:
                _table ??= new Table(TableColumn.Username, TableColumn.Status, TableColumn.Provider, TableColumn.SignInAfter, TableColumn.Subject);
                break;
        }
    }
}
