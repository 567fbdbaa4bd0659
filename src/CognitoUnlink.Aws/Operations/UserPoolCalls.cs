using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads user pools, listed or described.</summary>
internal static class UserPoolCalls
{
    public static UserPool ReadDescribed(JsonElement pool) => Read(pool) with
    {
        UsernameAttributes = [.. pool.Texts("UsernameAttributes")],
        AliasAttributes = [.. pool.Texts("AliasAttributes")],
        RecoveryMechanisms =
        [
            .. (pool.Member("AccountRecoverySetting")?.Items("RecoveryMechanisms") ?? default)
                .OrderBy(mechanism => mechanism.WholeNumber("Priority"))
                .Select(mechanism => mechanism.Text("Name"))
                .OfType<string>(),
        ],
        Triggers = ReadTriggers(pool.Member("LambdaConfig")),
        OnlyAdministratorsCreateUsers = pool.Member("AdminCreateUserConfig")?.Flag("AllowAdminCreateUserOnly"),
        MfaConfiguration = pool.Text("MfaConfiguration"),
        Tier = pool.Text("UserPoolTier"),
    };

    // Some triggers are an ARN, others an object with the ARN and a version.
    private static Dictionary<string, string> ReadTriggers(JsonElement? configuration)
    {
        var triggers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (configuration is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                if ((member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.Text("LambdaArn")) is { Length: > 0 } function)
                {
                    triggers[member.Name] = function;
                }
            }
        }

        return triggers;
    }

    public static UserPool Read(JsonElement pool) => new()
    {
        UserPoolId = pool.Required("Id"),
        Name = pool.Text("Name"),
        EstimatedNumberOfUsers = pool.WholeNumber("EstimatedNumberOfUsers"),
        CaseSensitive = pool.Member("UsernameConfiguration")?.Flag("CaseSensitive"),
    };
}

/// <summary>Reads identity providers, and never their ProviderDetails, which may hold a client secret.</summary>
internal static class IdentityProviderCalls
{
    public static IdentityProvider Read(JsonElement provider)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        if (provider.Member("AttributeMapping") is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String))
            {
                mapping[member.Name] = member.Value.GetString()!;
            }
        }

        return new IdentityProvider
        {
            ProviderName = provider.Required("ProviderName"),
            ProviderType = provider.Text("ProviderType"),
            AttributeMapping = mapping,
        };
    }
}

/// <summary>Reads app clients, and never their secrets.</summary>
internal static class AppClientCalls
{
    private const string Secret = "ClientSecret";

    public static AppClient Read(JsonElement client) => new(
        client.Required("ClientId"),
        client.Text("ClientName"),
        [.. client.Texts("SupportedIdentityProviders")],
        WithoutSecret(client));

    private static JsonElement WithoutSecret(JsonElement client)
    {
        // Copying would replace bytes that are not valid Unicode; this throws.
        _ = client.GetRawText();
        RefuseTwice(client);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var member in client.EnumerateObject().Where(member => member.Name != Secret))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
        return json.RootElement.Clone();
    }

    // All of it is sent back, and there is no telling which of two the service means.
    private static void RefuseTwice(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                RefuseTwice(item);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            HashSet<string> names = [];
            foreach (var member in value.EnumerateObject())
            {
                if (!names.Add(member.Name))
                {
                    throw new JsonException($"The member {member.Name} appears twice.");
                }

                RefuseTwice(member.Value);
            }
        }
    }
}
