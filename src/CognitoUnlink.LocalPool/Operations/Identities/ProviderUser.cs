using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Identities;

/// <summary>The model's ProviderUserIdentifierType, complete.</summary>
internal static class ProviderUser
{
    public static IdentityKey Read(OperationCall call, string member) => new(
        Text(call, member, "ProviderName") ?? throw ServiceErrors.IncompleteProviderUser(member),
        Text(call, member, "ProviderAttributeName") ?? throw ServiceErrors.IncompleteProviderUser(member),
        Text(call, member, "ProviderAttributeValue") ?? throw ServiceErrors.IncompleteProviderUser(member));

    /// <summary>
    /// Of a destination "the ProviderAttributeName is ignored", so it may be missing:
    /// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
    /// </summary>
    public static IdentityKey ReadDestination(OperationCall call, string member) => new(
        Text(call, member, "ProviderName") ?? throw ServiceErrors.IncompleteProviderUser(member),
        IdentityKey.Subject,
        Text(call, member, "ProviderAttributeValue") ?? throw ServiceErrors.IncompleteProviderUser(member));

    private static string? Text(OperationCall call, string member, string name) =>
        call.Member(member)!.Value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } found
            ? found
            : null;
}
