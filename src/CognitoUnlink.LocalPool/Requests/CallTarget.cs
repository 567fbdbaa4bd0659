using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using static CognitoUnlink.LocalPool.Requests.CallInput;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Whom a call concerns. The input need not be valid.</summary>
internal sealed class CallTarget(string operation, JsonElement input, StateKeeper state)
{
    private readonly Lazy<string?> _username = new(() => state.Use(current => FindUsername(input, current)));

    public string Operation => operation;

    public string? UserPoolId => Text(input, "UserPoolId");

    public string? ProviderName => Text(ProviderUser(input), "ProviderName") ?? Text(input, "ProviderName");

    /// <summary>The user that is read or changed: one who loses an identity is not named in the request.</summary>
    public string? Username => _username.Value;

    private static string? FindUsername(JsonElement input, ServerState state)
    {
        var users = Text(input, "UserPoolId") is { } id ? state.Find(id)?.Users : null;
        if (Text(input, "Username") is { } named)
        {
            return users?.Find(named)?.Username ?? named;
        }

        var user = Member(input, "DestinationUser") ?? Member(input, "User");
        if (Text(user, "ProviderName") is not { } provider || Text(user, "ProviderAttributeValue") is not { } value)
        {
            return null;
        }

        var key = new IdentityKey(provider, Text(user, "ProviderAttributeName") ?? "", value);
        return provider == ProviderTypes.Native ? value : (users?.FindByLink(key) ?? users?.FindProfile(key))?.Username;
    }
}
