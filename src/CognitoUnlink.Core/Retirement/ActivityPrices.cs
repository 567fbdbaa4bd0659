using CognitoUnlink.Gateway;

namespace CognitoUnlink.Retirement;

/// <summary>
/// What one monthly active user costs, in US dollars. Transcribed from public copies of the price list, because the live page changes and differs by region.
/// <see href="https://aws.amazon.com/cognito/pricing/"/>
/// </summary>
internal static class ActivityPrices
{
    public const string AsOf = "September 2026";

    // A user who is linked to a SAML or OIDC provider is billed as one of its users, however they sign in.
    private const decimal SamlOrOidc = 0.015m;

    private static readonly Dictionary<string, decimal> s_others = new(StringComparer.Ordinal)
    {
        ["LITE"] = 0.0055m,
        ["ESSENTIALS"] = 0.015m,
        ["PLUS"] = 0.020m,
    };

    /// <summary>The price of one active user.</summary>
    /// <param name="providerType">The type of the provider that the user is linked to; null if not known.</param>
    /// <param name="tier">The pool's feature plan; null if not known, which is priced as ESSENTIALS, the default.</param>
    public static decimal OfUser(string? providerType, string? tier) =>
        providerType is null || !SocialProviders.IsType(providerType) ? SamlOrOidc : s_others.GetValueOrDefault(tier ?? "ESSENTIALS", s_others["ESSENTIALS"]);
}
