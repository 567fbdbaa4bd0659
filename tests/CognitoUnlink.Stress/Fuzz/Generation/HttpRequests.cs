using System.Globalization;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Operations;

namespace CognitoUnlink.Fuzz.Generation;

/// <summary>Requests to the local user pool as they are sent on the wire, one or several per connection.</summary>
internal static class HttpRequests
{
    private const string Pool = "us-east-1_LocalPool";

    public static readonly IReadOnlyList<string> Tokens =
    [
        "Content-Length: 2147483647\r\n", "Content-Length: 2000000000\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "7fffffff\r\n", "FFFFFFFF\r\n", "0\r\n\r\n", "Expect: 100-continue\r\n",
        "Connection: close\r\n", "HTTP/1.0", "Host: localhost\r\n", "\r\n\r\n", "GET /_local/snapshot HTTP/1.1\r\nHost: localhost\r\n\r\n", "//x/", "http://[", "mailto:x", "?a=b&a=%", "/_local/",
        "\"Limit\":0,", "\"Filter\":\"name ^= \\\"a\\\"\",", "\"Filter\":\"\\\\\"", "\"UserAttributes\":[null]", "\"Value\":null", "\"NextToken\":\"AAAA\",", "\"\\ud800\":1,", "\"Password\":\"\\ud800\"", "{\"a\":1,\"a\":2}",
        "1e999", "\"latencyMilliseconds\":2147483647",
    ];

    public static byte[] Any(Random random)
    {
        var wire = new List<byte>();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            wire.AddRange(random.Chance(3) ? Control(random) : Operation(random));
        }

        return [.. wire];
    }

    private static byte[] Operation(Random random)
    {
        var name = random.Pick([.. OperationTable.Names]);
        return Request(random, "POST", "/", JsonSerializer.SerializeToUtf8Bytes(Input(random)), $"X-Amz-Target: AWSCognitoIdentityProviderService.{name}\r\nContent-Type: application/x-amz-json-1.1\r\n");
    }

    /// <summary>The members of all operations together; each operation uses those that it knows.</summary>
    private static Dictionary<string, object?> Input(Random random)
    {
        var input = new Dictionary<string, object?>
        {
            ["UserPoolId"] = Pool,
            ["Username"] = random.Pick(["carlos", "dora", "new", random.Text()]),
            ["ProviderName"] = random.Pick(["Okta", "Google", "New", random.Text()]),
            ["GroupName"] = random.Pick(["staff", "new", random.Text()]),
            ["MaxResults"] = random.Pick([1, 60, 10]),
            ["PoolName"] = "pool",
            ["Password"] = "long-enough",
            ["ProviderType"] = random.Pick(["SAML", "OIDC", "Google"]),
            ["ProviderDetails"] = new Dictionary<string, string> { ["MetadataFile"] = random.Pick(["<a entityID='x'/>", "<a", random.Text()]), [random.Text()] = random.Text() },
            ["UserAttributes"] = new object[] { new { Name = random.Pick(["name", "email", "custom:x", random.Text()]), Value = random.TextOrNull() } },
            ["User"] = Identity(random),
            ["SourceUser"] = Identity(random),
            ["DestinationUser"] = random.Chance(2) ? new { ProviderName = "Cognito", ProviderAttributeValue = random.Pick(["carlos", "dora"]) } : Identity(random),
        };
        foreach (var (member, value) in ((string, object?)[])[("Limit", random.Next(-1, 62)), ("Filter", random.Pick(["email ^= \"a\"", "sub = \"x\"", "username = \"carlos\"", random.Text()])),
            ("AttributesToGet", new[] { random.Pick(["email", "sub", random.Text()]) }), ("AttributeMapping", new { email = random.Text() }), ("IdpIdentifiers", new[] { random.Text() }),
            ("MessageAction", random.Pick(["RESEND", "SUPPRESS"])), ("Permanent", true), ("ForceAliasCreation", true), ("Description", random.Text()), ("Precedence", random.Next()),
            ("UsernameConfiguration", new { CaseSensitive = false }), ("UsernameAttributes", new[] { "email" }), ("AliasAttributes", new[] { "email" })])
        {
            if (random.Chance(3))
            {
                input[member] = value;
            }
        }

        return input;
    }

    private static object Identity(Random random) => new
    {
        ProviderName = random.Pick(["Okta", "Google", "Cognito", random.Text()]),
        ProviderAttributeName = random.Pick(["Cognito_Subject", "email", random.Text()]),
        ProviderAttributeValue = random.Pick(["1111", "NameId_Carlos/1", "dora@example.com", "carlos", random.Text()]),
    };

    private static byte[] Control(Random random)
    {
        var (method, path, body) = random.Next(9) switch
        {
            0 => ("POST", "restore", SeedDocuments.Any(random)),
            1 => ("POST", "seed", JsonSerializer.SerializeToUtf8Bytes(new { users = random.Next(50), seed = random.Next() })),
            2 => ("POST", "faults", JsonSerializer.SerializeToUtf8Bytes(new { operation = random.Pick(["*", "List*", "AdminGetUser"]), latencyMilliseconds = random.Next(1, 100), whenDone = random.Chance(2) })),
            3 => ("POST", "faults", JsonSerializer.SerializeToUtf8Bytes(new { errorCode = "TooManyRequestsException", statusCode = random.Pick([400, 429, 503]), nth = random.Next(1, 4), message = random.TextOrNull() })),
            4 => ("PUT", "quotas", JsonSerializer.SerializeToUtf8Bytes(new { requestsPerSecond = new { UserRead = random.NextDouble() + 0.1 }, burst = random.Next(1, 9), userWritesPerSecond = 1 })),
            5 or 6 => ("POST", "sign-in", JsonSerializer.SerializeToUtf8Bytes(new { providerName = random.Pick(["Okta", "Google"]), subject = random.Pick(["1111", random.Text()]), attributes = new { email = random.Text(), name = random.Text() } })),
            7 => ("GET", $"requests?operation={Uri.EscapeDataString(random.Text())}&since={random.Next(9)}", []),
            _ => (random.Pick(["GET", "POST", "DELETE"]), random.Pick(["health", "reset", "snapshot", "requests", "faults", "quotas", random.Text()]), Array.Empty<byte>()),
        };
        return Request(random, method, "/_local/" + path.Replace(' ', '+'), body, "");
    }

    private static byte[] Request(Random random, string method, string path, byte[] body, string headers)
    {
        var head = $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}";
        if (random.Chance(4))
        {
            return [.. Encoding.UTF8.GetBytes(head + "Transfer-Encoding: chunked\r\n\r\n"), .. Chunks(random, body)];
        }

        return [.. Encoding.UTF8.GetBytes(head + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")), .. body];
    }

    private static List<byte> Chunks(Random random, byte[] body)
    {
        List<byte> wire = [];
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, random.Next(1, 400));
            wire.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:x}{random.Pick(["", ";a=b"])}\r\n")));
            wire.AddRange(body.AsSpan(at, length));
            wire.AddRange("\r\n"u8);
            at += length;
        }

        wire.AddRange("0\r\n\r\n"u8);
        return wire;
    }
}
