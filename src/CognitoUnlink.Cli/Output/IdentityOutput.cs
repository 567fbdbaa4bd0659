using System.Text.Json;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Cli.Output;

/// <summary>Writes identities to stdout as they come.</summary>
internal sealed class IdentityOutput : IDisposable
{
    private readonly Table? _table;
    private readonly Utf8JsonWriter? _json;
    private readonly Csv<LinkedIdentity>? _csv;

    public IdentityOutput(OutputFormat format)
    {
        switch (format)
        {
            case OutputFormat.Json:
                _json = Json.Writer();
                _json.WriteStartArray();
                break;
            case OutputFormat.Csv:
                _csv = new Csv<LinkedIdentity>(Console.Out);
                break;
            default:
                _table = new Table(TableColumn.Username, TableColumn.Status, TableColumn.Provider, TableColumn.SignInAfter, TableColumn.Subject);
                break;
        }
    }

    public void Write(LinkedIdentity identity)
    {
        if (_json is not null)
        {
            JsonSerializer.Serialize(_json, identity, Json.Options);
            _json.Flush();
        }

        _csv?.Write(identity);
        _table?.WriteRow(identity.Username, identity.UserStatus, identity.ProviderName, identity.SignInAfterUnlink, identity.ProviderAttributeValue);
    }

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
}
