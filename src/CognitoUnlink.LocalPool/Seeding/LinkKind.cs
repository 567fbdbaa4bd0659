namespace CognitoUnlink.LocalPool.Seeding;

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
