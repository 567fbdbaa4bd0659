using System.Text.Json;

namespace CognitoUnlink.Identities;

/// <summary>One entry of a user's attribute <c>identities</c>, verbatim.</summary>
public sealed record IdentityEntry
{
    /// <summary>The subject, NameID, or the value of the attribute that the link was made with.</summary>
    public required string UserId { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>SAML, OIDC, Facebook, Google, LoginWithAmazon or SignInWithApple; null when not said.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The issuer; null when not said.</summary>
    public string? Issuer { get; init; }

    /// <summary>True for a federated profile's own identity, false for a link; null when not said.</summary>
    public bool? Primary { get; init; }

    /// <summary>When the identity was made, UTC; null when not said.</summary>
    public DateTime? DateCreated { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    public IReadOnlyDictionary<string, JsonElement> OtherFields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Whether this is the identity of that provider and subject; both exact in case.</summary>
    /// <param name="providerName">The provider's name.</param>
    /// <param name="subject">The subject.</param>
    public bool Is(string providerName, string subject) => ProviderName == providerName && UserId == subject;
}
