using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Probe.Pools;

/// <summary>The throwaway pool: its providers have made-up credentials, nobody can sign in through them, and no messages are sent.</summary>
internal sealed class ProbePool(ProbeClient client, string id)
{
    public const string Saml = "ProbeSaml";
    public const string Oidc = "ProbeOidc";

    /// <summary>A social provider must have the name of its type.</summary>
    public const string Social = "Google";

    // Some emulators refuse passwords of 99 characters.
    private const int PasswordLength = 64;

    // A key takes a while to make, and nothing is ever signed with this one.
    private static readonly Lazy<string> s_metadata = new(Metadata);

    public ProbeClient Client => client;

    public string Id => id;

    /// <summary>The app client with which the probe signs in.</summary>
    public string ClientId { get; private set; } = string.Empty;

    /// <summary>The one password of its users. It is never shown.</summary>
    public string Password { get; } = RandomPassword.Create(PasswordLength);

    public static async Task<ProbePool> MakeAsync(ProbeClient client, string id, CancellationToken cancellationToken)
    {
        var pool = new ProbePool(client, id);
        await pool.SendAsync("CreateIdentityProvider", SamlProvider(Saml), cancellationToken).ConfigureAwait(false);
        await pool.SendAsync("CreateIdentityProvider", OidcProvider(Oidc), cancellationToken).ConfigureAwait(false);
        await pool.SendAsync("CreateIdentityProvider", SocialProvider(), cancellationToken).ConfigureAwait(false);
        return pool;
    }

    /// <summary>Creates the app client on first use, because a server may lack the operation.</summary>
    public async Task<string> ClientIdAsync(CancellationToken cancellationToken)
    {
        if (ClientId.Length == 0)
        {
            var answer = await SendAsync(
                "CreateUserPoolClient",
                new() { ["ClientName"] = "probe", ["ExplicitAuthFlows"] = new JsonArray("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH") },
                cancellationToken).ConfigureAwait(false);
            ClientId = answer.Json.GetProperty("UserPoolClient").GetProperty(nameof(ClientId)).GetString()!;
        }

        return ClientId;
    }

    public Task<Aws.RawAnswer> SendAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        input["UserPoolId"] = id;
        return client.SendAsync(operation, input, cancellationToken);
    }

    public static JsonObject OidcProvider(string name) => new()
    {
        ["ProviderName"] = name,
        ["ProviderType"] = "OIDC",
        // With every address given, the service need not look up anything.
        ["ProviderDetails"] = new JsonObject
        {
            ["client_id"] = "cognito-unlink-probe",
            ["client_secret"] = "made-up",
            ["authorize_scopes"] = "openid email",
            ["attributes_request_method"] = "GET",
            ["oidc_issuer"] = "https://idp.example.com",
            ["authorize_url"] = "https://idp.example.com/authorize",
            ["token_url"] = "https://idp.example.com/token",
            ["attributes_url"] = "https://idp.example.com/userinfo",
            ["jwks_uri"] = "https://idp.example.com/jwks",
        },
        ["AttributeMapping"] = new JsonObject { ["email"] = "email", ["username"] = "sub" },
    };

    private static JsonObject SocialProvider() => new()
    {
        ["ProviderName"] = Social,
        ["ProviderType"] = Social,
        ["ProviderDetails"] = new JsonObject
        {
            ["client_id"] = "cognito-unlink-probe.apps.googleusercontent.com",
            ["client_secret"] = "made-up",
            ["authorize_scopes"] = "openid email",
        },
        ["AttributeMapping"] = new JsonObject { ["email"] = "email", ["username"] = "sub" },
    };

    private static JsonObject SamlProvider(string name) => new()
    {
        ["ProviderName"] = name,
        ["ProviderType"] = "SAML",
        ["ProviderDetails"] = new JsonObject { ["MetadataFile"] = s_metadata.Value },
        ["AttributeMapping"] = new JsonObject { ["email"] = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" },
    };

    private static string Metadata()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=cognito-unlink-probe", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return $"""
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml"><IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{Convert.ToBase64String(certificate.RawData)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/saml/sign-in"/><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/saml/sign-in"/></IDPSSODescriptor></EntityDescriptor>
            """;
    }
}

/// <summary>How a probe's pools are distinguished from others: by name and tag together.</summary>
public static class PoolMark
{
    /// <summary>The prefix of every such pool's name.</summary>
    public const string NamePrefix = "cognito-unlink-probe-";

    /// <summary>The key of the tag that every such pool has.</summary>
    public const string TagKey = "cognito-unlink-probe";

    internal const string TagValue = "throwaway";

    /// <summary>A name for a new pool.</summary>
    public static string NewName() => NamePrefix + Guid.NewGuid().ToString("N")[..12];
}
