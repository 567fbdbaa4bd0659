namespace CognitoUnlink.LocalPool.Tests.Support;

/// <summary>A small pool with one user for each case of unlinking.</summary>
internal static class Pools
{
    public const string Small = """
        {
          "name": "Small",
          "createdAt": "2024-05-06T07:08:09.123Z",
          "aliasAttributes": ["email"],
          "identityProviders": [
            { "name": "Okta", "type": "SAML", "issuer": "http://okta.example/1", "attributeMapping": { "email": "urn:email" } },
            { "name": "AzureAD", "type": "OIDC", "details": { "client_secret": "canary" } },
            { "name": "Google", "type": "Google" },
            { "name": "Facebook", "type": "Facebook" },
            { "name": "SignInWithApple", "type": "SignInWithApple" },
            { "name": "LoginWithAmazon", "type": "LoginWithAmazon" }
          ],
          "users": [
            {
              "username": "carlos", "attributes": { "email": "carlos@example.com", "email_verified": "true", "name": "Carlos Ñandú" },
              "identities": [
                { "providerName": "Okta", "value": "NameId_Carlos/1", "signedInSubject": "NameId_Carlos/1", "createdAt": "2024-05-07T00:00:00.500Z" },
                { "providerName": "Google", "value": "1111" }
              ]
            },
            { "username": "dora", "identities": [ { "providerName": "Okta", "attributeName": "email", "value": "dora@example.com" } ] },
            { "username": "erik", "identities": [ { "providerName": "Okta", "attributeName": "email", "value": "erik@example.com", "signedInSubject": "NameId-Erik" } ] },
            { "username": "olga", "identities": [ { "providerName": "AzureAD", "value": "azure-olga" } ] },
            { "username": "ana", "attributes": { "email": "ana@example.com" }, "identities": [ { "providerName": "Google", "value": "2222" } ] },
            { "username": "Google_2222", "attributes": { "email": "ana@example.com" }, "identities": [ { "providerName": "Google", "value": "2222", "primary": true } ] },
            {
              "username": "Google_3333", "attributes": { "email": "alone@example.com", "email_verified": "true" },
              "identities": [ { "providerName": "Google", "value": "3333", "primary": true } ]
            },
            { "username": "left", "identities": [ { "providerName": "Gone", "providerType": "SAML", "value": "left-behind" } ] },
            { "username": "plain", "enabled": false, "status": "FORCE_CHANGE_PASSWORD" }
          ],
          "groups": [ { "name": "staff", "members": ["carlos", "Google_3333"] } ]
        }
        """;

    /// <summary>The same pool with one switch set.</summary>
    public static string SmallWith(string name, string value) =>
        Small.Insert(Small.IndexOf('{') + 1, $$""" "behavior": { "{{name}}": {{value}} },""");
}
