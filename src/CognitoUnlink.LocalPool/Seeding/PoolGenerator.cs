using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Makes a pool from a count and a seed: the same one always and everywhere.</summary>
internal static class PoolGenerator
{
    public const string GroupName = "employees";
    private const int EmployeeEvery = 4;
    private static readonly JsonElement s_recovery = JsonText.ToElement("""
        {"RecoveryMechanisms":[{"Priority":1,"Name":"verified_email"},{"Priority":2,"Name":"verified_phone_number"}]}
        """);

    private static readonly DateTime s_earliest = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static Pool Generate(string poolId, int count, int seed, Behavior behavior)
    {
        var random = new SplitMix64(SplitMix64.SeedOf(poolId, unchecked((ulong)seed)));
        var created = s_earliest.AddDays(random.Next(180));
        var pool = new Pool(new PoolSettings
        {
            Id = poolId,
            Name = "LocalPool",
            Created = created,
            AliasAttributes = ["email"],
            Behavior = behavior,
            Configuration = new Dictionary<string, JsonElement> { ["AccountRecoverySetting"] = s_recovery },
        });
        foreach (var provider in GeneratedProviders.Make(created))
        {
            pool.Add(provider);
        }

        foreach (var client in GeneratedClients.Make(poolId, seed, created))
        {
            pool.Add(client);
        }

        var employees = new Group { Name = GroupName, Description = "Some of the users", Precedence = 1, Created = created };
        pool.Add(employees);

        var users = new UserFactory(poolId, seed, created.AddDays(1));
        pool.Users.EnsureCapacity(count);
        for (var index = 0; index < count; index++)
        {
            var user = users.Make(index);
            if (!pool.Users.TryAdd(user, out var taken))
            {
                throw new InvalidOperationException($"Two generated users have {taken}.");
            }

            if (user.OwnIdentity is { } own)
            {
                pool.GroupOf(pool.FindProvider(own.ProviderName)!, created).Members.Add(user);
            }

            if (index % EmployeeEvery == 0)
            {
                employees.Members.Add(user);
            }
        }

        return pool;
    }
}

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

/// <summary>The app clients of a generated pool: one that offers every provider, one without Okta, and one with nothing but Okta.</summary>
internal static class GeneratedClients
{
    private const string Web = """
        {
          "ClientName": "web",
          "SupportedIdentityProviders": [ "COGNITO", "Okta", "AzureAD", "Google", "SignInWithApple", "Facebook", "LoginWithAmazon" ],
          "ExplicitAuthFlows": [ "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH" ],
          "CallbackURLs": [ "https://www.example.com/signed-in" ],
          "LogoutURLs": [ "https://www.example.com/" ],
          "AllowedOAuthFlows": [ "code" ],
          "AllowedOAuthScopes": [ "email", "openid", "profile" ],
          "AllowedOAuthFlowsUserPoolClient": true,
          "PreventUserExistenceErrors": "ENABLED",
          "AccessTokenValidity": 15,
          "IdTokenValidity": 15,
          "RefreshTokenValidity": 7,
          "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days" }
        }
        """;

    private const string Mobile = """
        {
          "ClientName": "mobile",
          "SupportedIdentityProviders": [ "COGNITO", "Google", "SignInWithApple" ],
          "ExplicitAuthFlows": [ "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH" ],
          "CallbackURLs": [ "example://signed-in" ],
          "AllowedOAuthFlows": [ "code" ],
          "AllowedOAuthScopes": [ "email", "openid" ],
          "AllowedOAuthFlowsUserPoolClient": true
        }
        """;

    private const string BackOffice = """
        {
          "ClientName": "back office",
          "SupportedIdentityProviders": [ "Okta" ],
          "CallbackURLs": [ "https://office.example.com/signed-in" ],
          "AllowedOAuthFlows": [ "code" ],
          "AllowedOAuthScopes": [ "email", "openid" ],
          "AllowedOAuthFlowsUserPoolClient": true
        }
        """;

    public static IEnumerable<StoredClient> Make(string poolId, int seed, DateTime created)
    {
        // Their own random stream, so that adding clients does not change the users.
        var random = new SplitMix64(SplitMix64.SeedOf(poolId, unchecked((ulong)seed), 4));
        return
        [
            Client(ref random, created, Web),
            Client(ref random, created, Mobile),
            Client(ref random, created, BackOffice, "canaryAppClientSecretMustNeverBeShown"),
        ];
    }

    private static StoredClient Client(ref SplitMix64 random, DateTime created, string configuration, string? secret = null) => new()
    {
        Id = random.Text(Alphabets.LowerAlphanumeric, 26),
        Secret = secret,
        Created = created,
        LastModified = created,
        Configuration = JsonText.ToElement(configuration).EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value),
    };
}
