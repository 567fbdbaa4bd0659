using CognitoUnlink.LocalPool.Model;
using static CognitoUnlink.LocalPool.Seeding.GeneratedProviders;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Makes identities of generated users, with subjects as the providers really send them.</summary>
internal static class IdentityFactory
{
    public static Identity Make(LinkKind kind, string subject, string email, DateTime created, bool primary) => kind switch
    {
        LinkKind.Okta => Saml(IdentityKey.Subject, subject, subject),
        LinkKind.OktaByEmail => Saml("email", email, null),
        LinkKind.OktaByEmailUsed => Saml("email", email, subject),
        LinkKind.AzureAd => Plain(AzureAd, ProviderTypes.Oidc, subject) with { SignedInSubject = subject },
        LinkKind.AzureAdUnused => Plain(AzureAd, ProviderTypes.Oidc, subject),
        LinkKind.Google => Plain(Google, Google, subject),
        LinkKind.Apple => Plain(Apple, Apple, subject),
        LinkKind.Facebook => Plain(Facebook, Facebook, subject),
        _ => Plain(Amazon, Amazon, subject),
    } with { Primary = primary, DateCreated = created };

    public static string Subject(LinkKind kind, ref SplitMix64 random) => kind switch
    {
        LinkKind.AzureAd or LinkKind.AzureAdUnused => random.Text(Alphabets.Base64Url, 43),
        LinkKind.Google => "1" + random.Text(Alphabets.Digits, 20),
        LinkKind.Apple => $"00{random.Text(Alphabets.Digits, 4)}.{random.Text(Alphabets.Hex, 32)}.{random.Text(Alphabets.Digits, 4)}",
        LinkKind.Facebook => "1" + random.Text(Alphabets.Digits, 16),
        LinkKind.Amazon => "amzn1.account." + random.Text(Alphabets.UpperAlphanumeric, 27),
        _ => "00u" + random.Text(Alphabets.Alphanumeric, 17),
    };

    private static Identity Saml(string attribute, string value, string? signedIn) => new()
    {
        ProviderName = Okta,
        ProviderType = ProviderTypes.Saml,
        AttributeName = attribute,
        Value = value,
        SignedInSubject = signedIn,
        Issuer = OktaIssuer,
        DateCreated = default,
    };

    private static Identity Plain(string provider, string type, string subject) => new()
    {
        ProviderName = provider,
        ProviderType = type,
        AttributeName = IdentityKey.Subject,
        Value = subject,
        DateCreated = default,
    };
}

/// <summary>The kinds of identities that generated users have.</summary>
internal enum LinkKind
{
    /// <summary>SAML, linked by Cognito_Subject, used since.</summary>
    Okta,

    /// <summary>SAML, linked by email, used since: it answers to the NameID only.</summary>
    OktaByEmailUsed,

    /// <summary>SAML, linked by email, never used: it answers to email only.</summary>
    OktaByEmail,

    /// <summary>OIDC, used.</summary>
    AzureAd,

    /// <summary>OIDC, linked by Cognito_Subject, never used.</summary>
    AzureAdUnused,

    Google,

    Apple,

    Facebook,

    Amazon,
}
