using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoUnlink.Fuzz.Generation;

/// <summary>Seed files for the local user pool.</summary>
internal static class SeedDocuments
{
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static readonly IReadOnlyList<string> Tokens =
    [
        "\"pools\":", "\"users\":", "\"userPoolId\":\"x_1\"", "\"behavior\":{\"shortPages\":true}", "\"version\":1,", "\"primary\":true", "\"createdAt\":\"2024-05-06T07:08:09+14:00\"",
        "\"sub\":\"s\",", "\"aliasAttributes\":[\"email\"],", "\"caseSensitive\":false,", "\"identities\":[]", "\"status\":\"UNCONFIRMED\"", "\"signedInSubject\":\"x\"", "\"issuer\":null", "\"type\":\"OIDC\"",
    ];

    public static byte[] Any(Random random) => JsonSerializer.SerializeToUtf8Bytes(new { version = 1, pools = Pools(random) }, s_json);

    private static List<object> Pools(Random random) => [Pool(random, null), .. random.Several(1, () => Pool(random, "us-east-1_Other"))];

    private static object Pool(Random random, string? id) => new
    {
        userPoolId = id ?? random.Pick([null, "us-east-1_LocalPool", "x-y_1"]),
        name = random.TextOrNull(),
        createdAt = random.Time(),
        caseSensitive = random.Chance(2),
        aliasAttributes = random.Pick<string[]?>([null, ["email"], ["email", "phone_number"]]),
        mfaConfiguration = random.Pick([null, "OFF", "OPTIONAL"]),
        behavior = random.Pick<object?>([null, new { shortPages = true, lastIdentityUnlinked = "emptyArray" }, new { linkAfterSignIn = false, listLagMilliseconds = 5 }]),
        identityProviders = new object[]
        {
            new { name = "Okta", type = "SAML", issuer = random.TextOrNull(), details = new Dictionary<string, string> { [random.Text()] = random.Text() }, attributeMapping = new { email = "mail" } },
            new { name = "Google", type = "Google", identifiers = random.Several(2, () => random.Text()) },
        },
        users = Enumerable.Range(0, random.Next(5)).Select(number => User(random, number)).ToArray(),
        groups = random.Several(1, () => (object)new { name = "staff", description = random.TextOrNull(), precedence = random.Next(9), members = random.Chance(2) ? ["user0"] : Array.Empty<string>() }),
        formerSignIns = random.Several(2, () => (object)new { providerName = "Okta", subject = random.Text() }),
    };

    private static object User(Random random, int number) => new
    {
        username = $"user{number}{(random.Chance(4) ? random.Text() : "")}",
        sub = random.Pick([null, $"sub{number}"]),
        status = random.Pick([null, "CONFIRMED", "EXTERNAL_PROVIDER", "FORCE_CHANGE_PASSWORD"]),
        enabled = random.Chance(2),
        createdAt = random.Time(),
        attributes = new Dictionary<string, string> { ["email"] = $"user{number}@example.com", ["email_verified"] = "true", ["name"] = random.Text() },
        identities = random.Chance(3) ? null : new object[]
        {
            new { providerName = "Okta", attributeName = random.Pick([null, "email", "Cognito_Subject"]), value = $"{number}{random.Text()}", signedInSubject = random.Pick([null, $"s{number}"]), primary = random.Chance(5) },
            new { providerName = "Google", value = $"{number}", createdAt = random.Time() },
        },
    };
}
