using System.Text.Json;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli.Output;

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
            JsonSerializer.Serialize(_json, identity, Json.Options);
            _json.Flush();
        }

        _csv?.Write(identity);
        _table?.WriteRow(identity.Username, identity.UserStatus, identity.ProviderName, identity.SignInAfterUnlink, identity.ProviderAttributeValue);
    }

    /// <summary>Ends the list, even an empty one.</summary>
    public void End() => Begin();

    public void Dispose()
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.Dispose();
            Console.Out.WriteLine();
        }

        _csv?.Dispose();
    }

    private void Begin()
    {
        switch (format)
        {
            case OutputFormat.Json when _json is null:
                _json = Json.Writer();
                _json.WriteStartArray();
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
