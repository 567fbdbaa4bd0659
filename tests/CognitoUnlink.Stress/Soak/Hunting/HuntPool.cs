using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>Draws a pool with few users, many identities, and everything that decides how a user can sign in.</summary>
[SuppressMessage("Security", "CA5394", Justification = "No secret.")]
internal sealed class HuntPool(Random random)
{
    private const int Users = 24;

    private static readonly (string Name, string Type)[] s_providers =
        [("Google", "Google"), ("Facebook", "Facebook"), ("Okta", "SAML"), ("Entra", "OIDC"), ("Old", "SAML")];

    private static readonly string[] s_statuses =
        ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD", "FORCE_CHANGE_PASSWORD", "FORCE_CHANGE_PASSWORD", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED", "UNCONFIRMED", "ARCHIVED", "COMPROMISED", "UNKNOWN"];

    private readonly HashSet<string> _deleted = [.. s_providers.Where(_ => random.Next(5) == 0).Select(provider => provider.Name)];
    private readonly bool _isCaseSensitive = random.Next(2) == 0;
    private readonly int _naming = random.Next(3);

    /// <summary>The pool as a document that the local pool can restore.</summary>
    public byte[] Draw() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = 1,
        pools = new[]
        {
            new
            {
                userPoolId = LocalUserPoolOptions.DefaultUserPoolId,
                caseSensitive = _isCaseSensitive,
                aliasAttributes = _naming == 1 ? (string[])["email"] : [],
                usernameAttributes = _naming == 2 ? (string[])["email"] : [],
                configuration = DrawConfiguration(),
                behavior = new Dictionary<string, object>
                {
                    ["listLagMilliseconds"] = random.Next(3) == 0 ? 300 : 0,
                    ["unlinkFromUnknownProvider"] = Pick("resourceNotFound", "invalidParameter", "unlink"),
                    ["lastIdentityUnlinked"] = Pick("removeAttribute", "emptyArray"),
                },
                identityProviders = s_providers.Where(provider => !_deleted.Contains(provider.Name)).Select(provider => new
                {
                    name = provider.Name,
                    type = provider.Type,
                    attributeMapping = new Dictionary<string, string> { ["email"] = "email" },
                }),
                users = Enumerable.Range(0, Users).Select(DrawUser).ToArray(),
            },
        },
    });

    private Dictionary<string, object> DrawConfiguration() => random.Next(6) switch
    {
        0 => [],
        1 => Recovery("verified_email"),
        2 => Recovery("verified_phone_number", "verified_email"),
        3 when random.Next(3) == 0 => Recovery("admin_only"),
        _ => Recovery("verified_email", "verified_phone_number"),
    };

    private static Dictionary<string, object> Recovery(params string[] names) => new()
    {
        ["AccountRecoverySetting"] = new { RecoveryMechanisms = names.Select((name, index) => new { Name = name, Priority = index + 1 }) },
    };

    private object DrawUser(int number)
    {
        var isProfile = random.Next(6) == 0;
        var identities = DrawIdentities(number, isProfile);
        var sub = DrawSub();
        Dictionary<string, string> attributes = [];
        if (random.Next(5) > 0)
        {
            attributes["email"] = string.Create(CultureInfo.InvariantCulture, $"person{number}@example.com");
            AddVerified("email_verified");
        }

        if (random.Next(3) == 0)
        {
            attributes["phone_number"] = string.Create(CultureInfo.InvariantCulture, $"+4915100000{number:00}");
            AddVerified("phone_number_verified");
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{Pick("user", "User", "amy.")}{number}");
        return new Dictionary<string, object?>
        {
            ["username"] = isProfile ? $"{identities[0]["providerName"]}_{identities[0]["value"]}" : _naming == 2 ? sub : name,
            ["sub"] = sub,
            ["status"] = isProfile ? "EXTERNAL_PROVIDER" : Pick(s_statuses),
            ["enabled"] = random.Next(10) > 0,
            ["attributes"] = attributes,
            ["authFactors"] = isProfile ? null : random.Next(5) switch { 0 => (string[])["PASSWORD", "WEB_AUTHN"], 1 => ["EMAIL_OTP"], _ => null },
            ["identities"] = identities,
        };

        void AddVerified(string attribute)
        {
            if (random.Next(5) > 0)
            {
                attributes[attribute] = random.Next(2) == 0 ? "true" : "false";
            }
        }
    }

    private List<Dictionary<string, object>> DrawIdentities(int user, bool isProfile)
    {
        List<Dictionary<string, object>> identities = [];
        var count = isProfile ? random.Next(1, 4) : random.Next(5) is var drawn && drawn < 2 ? random.Next(3) : drawn;
        for (var number = 0; number < count; number++)
        {
            var isOwn = isProfile && number == 0;
            var (name, type) = s_providers[random.Next(s_providers.Length)];
            var isByEmail = !isOwn && type is "SAML" or "OIDC" && random.Next(5) == 0;
            Dictionary<string, object> identity = new()
            {
                ["providerName"] = name,
                ["attributeName"] = isByEmail ? "email" : "Cognito_Subject",
                ["value"] = string.Create(CultureInfo.InvariantCulture, $"{Pick("id", "Id", "00u")}-{user}-{number}"),
                ["primary"] = isOwn,
            };
            if (_deleted.Contains(name))
            {
                identity["providerType"] = type;
            }

            identities.Add(identity);
        }

        return identities;
    }

    // No two users ever have the same sub, not even in different rounds.
    private string DrawSub()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];
}
