using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal sealed class CreateUserPoolClient : Operation
{
    public override StructureShape Input { get; } = new(
    [
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("GenerateSecret", Shapes.BooleanType),
        new("ClientSecret", Shapes.ClientSecretType),
        .. Shapes.UserPoolClientConfiguration.Fields.Select(static field => field.Name == "ClientName" ? field with { Required = true } : field),
    ]);

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var client = new StoredClient
        {
            Id = call.State.NewClientId(),
            Secret = call.Text("ClientSecret") ?? (call.Flag("GenerateSecret") ? call.State.NewClientSecret() : null),
            Created = call.Now,
            LastModified = call.Now,
            Configuration = AppClients.Configuration(call, pool),
        };
        pool.Add(client);
        AppClients.Write(call, pool, client);
    }
}

/// <summary>
/// Settings that are left out are reset to their defaults, except the name, which has none.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
/// </summary>
internal sealed class UpdateUserPoolClient : Operation
{
    public override StructureShape Input { get; } = new([.. Shapes.ClientRequest.Fields, .. Shapes.UserPoolClientConfiguration.Fields]);

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var client = AppClients.Find(call, pool);
        var configuration = AppClients.Configuration(call, pool);
        configuration.TryAdd("ClientName", client.Configuration["ClientName"]);
        client.Configuration = configuration;
        client.LastModified = call.Now;
        AppClients.Write(call, pool, client);
    }
}

internal sealed class DescribeUserPoolClient : Operation
{
    public override StructureShape Input => Shapes.ClientRequest;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        AppClients.Write(call, pool, AppClients.Find(call, pool));
    }
}

internal sealed class DeleteUserPoolClient : Operation
{
    public override StructureShape Input => Shapes.ClientRequest;

    public override bool HasOutput => false;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        pool.Remove(AppClients.Find(call, pool));
    }
}

internal sealed class ListUserPoolClients : Operation
{
    private const int MaximumPage = 60;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("MaxResults", Shapes.PoolQueryLimitType),
        new("NextToken", Shapes.PaginationKey));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var page = ListPages.Of(pool.Clients, call, $"ListUserPoolClients {pool.Id}", MaximumPage);
        call.Output.WriteStartArray("UserPoolClients");
        foreach (var client in page.Items)
        {
            call.Output.WriteStartObject();
            call.Output.WriteString("ClientId", client.Id);
            call.Output.WriteString("UserPoolId", pool.Id);
            call.Output.WriteString("ClientName", client.Name);
            call.Output.WriteEndObject();
        }

        call.Output.WriteEndArray();
        page.WriteToken(call);
    }
}

internal static class AppClients
{
    private static readonly HashSet<string> s_known = [.. Shapes.UserPoolClientConfiguration.Fields.Select(static field => field.Name)];

    /// <summary>The service's defaults: what it shows for a client that was given only a name.</summary>
    private static readonly JsonElement s_defaults = JsonText.ToElement("""
        {
          "RefreshTokenValidity": 30,
          "TokenValidityUnits": {},
          "AllowedOAuthFlowsUserPoolClient": false,
          "EnableTokenRevocation": true,
          "EnablePropagateAdditionalUserContextData": false,
          "AuthSessionValidity": 3
        }
        """);

    public static StoredClient Find(OperationCall call, Pool pool)
    {
        var id = call.Required("ClientId");
        return pool.FindClient(id) ?? throw ServiceErrors.ClientDoesNotExist(id);
    }

    /// <summary>The given settings, with members that the model lacks if the pool's behavior keeps them.</summary>
    public static Dictionary<string, JsonElement> Configuration(OperationCall call, Pool pool)
    {
        var given = call.Members.Where(static member => !StoredClient.NotConfiguration.Contains(member.Key)).ToDictionary();
        var unknown = given.Keys.Where(static name => !s_known.Contains(name)).ToList();
        switch (pool.Settings.Behavior.UnknownClientSettings)
        {
            case UnknownClientSettings.Ignored:
                unknown.ForEach(name => given.Remove(name));
                break;
            case UnknownClientSettings.Refused when unknown.Count > 0:
                throw ServiceErrors.UnknownClientSetting(unknown[0]);
        }

        if (call.Texts("SupportedIdentityProviders").FirstOrDefault(name => name != "COGNITO" && pool.FindProvider(name) is null) is { } missing)
        {
            throw ServiceErrors.ProviderNotInPool(missing, pool.Id);
        }

        return given;
    }

    /// <summary>The member UserPoolClient; as in the service it shows the secret.</summary>
    public static void Write(OperationCall call, Pool pool, StoredClient client)
    {
        var writer = call.Output;
        writer.WriteStartObject("UserPoolClient");
        writer.WriteString("UserPoolId", pool.Id);
        writer.WriteString("ClientId", client.Id);
        if (client.Secret is not null)
        {
            writer.WriteString("ClientSecret", client.Secret);
        }

        writer.WriteTime("LastModifiedDate", client.LastModified);
        writer.WriteTime("CreationDate", client.Created);
        writer.WriteMembers(client.Configuration);
        writer.WriteMembers(s_defaults.EnumerateObject()
            .Where(member => !client.Configuration.ContainsKey(member.Name))
            .Select(static member => KeyValuePair.Create(member.Name, member.Value)));
        writer.WriteEndObject();
    }
}
