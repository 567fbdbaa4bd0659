using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads identity providers, and never their ProviderDetails, which may hold a client secret.</summary>
internal static class IdentityProviders
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
