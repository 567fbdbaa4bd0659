using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Seeding;

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
        // A random stream of their own, so that users stay what they are.
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
        Configuration = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(configuration)!,
    };
}
