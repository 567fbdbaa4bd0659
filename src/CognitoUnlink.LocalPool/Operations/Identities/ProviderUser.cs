using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Identities;

/// <summary>The model's ProviderUserIdentifierType, complete.</summary>
internal static class ProviderUser
{
    public static IdentityKey Read(OperationCall call, string member)
    {
        var value = call.Member(member)!.Value;
        return new(Text("ProviderName"), Text("ProviderAttributeName"), Text("ProviderAttributeValue"));

        string Text(string name) =>
            value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } found
                ? found
                : throw ServiceErrors.IncompleteProviderUser(member);
    }
}
