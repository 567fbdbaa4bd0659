using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoUnlink.Retirement;

/// <summary>The settings of an app client as JSON: all that the service showed, whether anybody here knows it or not.</summary>
internal static class AppClientSettings
{
    private const string Providers = "SupportedIdentityProviders";

    // The service shows these and takes none of them.
    private static readonly string[] s_notSent = ["ClientSecret", "CreationDate", "LastModifiedDate"];

    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
    private static readonly HashSet<string> s_known =
    [
        "UserPoolId", "ClientId", "ClientName", "RefreshTokenValidity", "AccessTokenValidity", "IdTokenValidity", "TokenValidityUnits", "ReadAttributes", "WriteAttributes",
        "ExplicitAuthFlows", Providers, "CallbackURLs", "LogoutURLs", "DefaultRedirectURI", "AllowedOAuthFlows", "AllowedOAuthScopes", "AllowedOAuthFlowsUserPoolClient",
        "AnalyticsConfiguration", "PreventUserExistenceErrors", "EnableTokenRevocation", "EnablePropagateAdditionalUserContextData", "AuthSessionValidity", "RefreshTokenRotation",
    ];

    /// <summary>What to send so that nothing but the providers changes: UpdateUserPoolClient resets what is left out.</summary>
    /// <param name="shown">The client as DescribeUserPoolClient showed it.</param>
    /// <param name="providers">The new providers.</param>
    public static JsonElement WithProviders(JsonElement shown, IReadOnlyList<string> providers)
    {
        var settings = new JsonObject();
        foreach (var member in Sent(shown))
        {
            settings[member.Name] = JsonSerializer.SerializeToNode(member.Value);
        }

        settings[Providers] = new JsonArray([.. providers.Select(name => (JsonNode)name)]);
        return JsonSerializer.SerializeToElement(settings);
    }

    /// <summary>The names of those settings that two states of a client do not share, in the order of the alphabet. Lists of texts have no order.</summary>
    /// <param name="wanted">One state.</param>
    /// <param name="shown">The other.</param>
    public static IReadOnlyList<string> Differences(JsonElement wanted, JsonElement shown)
    {
        var (one, other) = (Comparable(wanted), Comparable(shown));
        return [.. one.Keys.Union(other.Keys).Where(name => !JsonNode.DeepEquals(one.GetValueOrDefault(name), other.GetValueOrDefault(name))).Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of settings that this version does not know.</summary>
    /// <param name="shown">The client as the service showed it.</param>
    public static IReadOnlyList<string> Unknown(JsonElement shown) => [.. Sent(shown).Select(member => member.Name).Where(name => !s_known.Contains(name))];

    /// <summary>The names of the settings that a text of the service names.</summary>
    /// <param name="shown">The client as the service showed it.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> NamedIn(JsonElement shown, string text) =>
        [.. Sent(shown).Select(member => member.Name).Where(name => text.Contains(name, StringComparison.OrdinalIgnoreCase) && name is not ("UserPoolId" or "ClientId"))];

    private static IEnumerable<JsonProperty> Sent(JsonElement shown) => shown.EnumerateObject().Where(member => !s_notSent.Contains(member.Name));

    private static Dictionary<string, JsonNode?> Comparable(JsonElement client)
    {
        Dictionary<string, JsonNode?> members = [];
        foreach (var member in Sent(client))
        {
            members[member.Name] = member.Value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? new JsonArray([.. list.EnumerateArray().Select(item => item.GetString()).Order(StringComparer.Ordinal).Select(text => (JsonNode?)text)])
                : JsonSerializer.SerializeToNode(member.Value);
        }

        return members;
    }
}
