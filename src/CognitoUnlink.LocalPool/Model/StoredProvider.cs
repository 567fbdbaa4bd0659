namespace CognitoUnlink.LocalPool.Model;

/// <summary>An identity provider of a pool.</summary>
internal sealed record StoredProvider
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>What <c>identities</c> shows as the issuer: a SAML provider's entity id.</summary>
    public string? Issuer { get; init; }

    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> AttributeMapping { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Identifiers { get; init; } = [];

    public required DateTime Created { get; init; }

    /// <summary>When UpdateIdentityProvider last changed it; null if never.</summary>
    public DateTime? Updated { get; init; }
}

internal static class ProviderTypes
{
    public const string Native = "Cognito";
    public const string Saml = "SAML";
    public const string Oidc = "OIDC";

    public static readonly string[] Social = ["Facebook", "Google", "LoginWithAmazon", "SignInWithApple"];

    public static readonly string[] All = [Saml, .. Social, Oidc];

    public static bool IsSocial(string type) => Social.Contains(type);
}
