using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>The identity providers of a generated pool. Their secrets are canaries: one that turns up in a log is a leak.</summary>
internal static class GeneratedProviders
{
    public const string Okta = "Okta";
    public const string AzureAd = "AzureAD";
    public const string Google = "Google";
    public const string Apple = "SignInWithApple";
    public const string Facebook = "Facebook";
    public const string Amazon = "LoginWithAmazon";
    public const string OktaIssuer = "http://www.okta.com/exk1a2b3c4d5e6f7g8h9";

    public static IEnumerable<StoredProvider> Make(DateTime created) =>
    [
        new()
        {
            Name = Okta,
            Type = ProviderTypes.Saml,
            Issuer = OktaIssuer,
            Details = new Dictionary<string, string>
            {
                ["IDPSignout"] = "false",
                ["MetadataURL"] = "https://example.okta.com/app/exk1a2b3c4d5e6f7g8h9/sso/saml/metadata",
                ["SSORedirectBindingURI"] = "https://example.okta.com/app/cognito/exk1a2b3c4d5e6f7g8h9/sso/saml",
            },
            AttributeMapping = new Dictionary<string, string>
            {
                ["email"] = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
                ["name"] = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
            },
            Identifiers = ["example.com"],
            Created = created,
        },
        new()
        {
            Name = AzureAd,
            Type = ProviderTypes.Oidc,
            Details = new Dictionary<string, string>
            {
                ["attributes_request_method"] = "GET",
                ["authorize_scopes"] = "openid email profile",
                ["client_id"] = "6f1c2d3e-0000-4000-8000-local00pool0",
                ["client_secret"] = Canary(AzureAd),
                ["oidc_issuer"] = "https://login.microsoftonline.com/00000000-0000-4000-8000-000000000000/v2.0",
            },
            AttributeMapping = new Dictionary<string, string> { ["email"] = "email", ["name"] = "name", ["username"] = "sub" },
            Created = created,
        },
        Social(Google, "profile email openid", "sub", created),
        Social(Apple, "email name", "sub", created, ("team_id", "LOCALPOOL0"), ("key_id", "LOCALPOOL1"), ("private_key", Canary(Apple))),
        Social(Facebook, "public_profile,email", "id", created, ("api_version", "v17.0")),
        Social(Amazon, "profile", "user_id", created),
    ];

    private static string Canary(string provider) => $"canary-{provider}-secret-must-never-be-shown";

    private static StoredProvider Social(string name, string scopes, string subject, DateTime created, params (string Name, string Value)[] more)
    {
        var details = new Dictionary<string, string>
        {
            ["authorize_scopes"] = scopes,
            ["client_id"] = $"local-pool-{name}",
        };
        if (name != Apple)
        {
            details["client_secret"] = Canary(name);
        }

        foreach (var (key, value) in more)
        {
            details[key] = value;
        }

        return new()
        {
            Name = name,
            Type = name,
            Details = details,
            AttributeMapping = new Dictionary<string, string> { ["email"] = "email", ["name"] = "name", ["username"] = subject },
            Created = created,
        };
    }
}
