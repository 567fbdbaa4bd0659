using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using CognitoUnlink.Aws;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Errors;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>An answer from the service, given to every operation with statuses of success and of failure: it is read, or becomes one of the product's own errors.</summary>
internal sealed class AnswersTarget : FuzzTarget
{
    private const string PoolId = "us-east-1_LocalPool";
    private const int LongestMessage = 6000;

    private static readonly ProviderUser s_identity = new("Okta", "Cognito_Subject", "1111");

    private static readonly Func<ICognitoGateway, Task>[] s_operations =
    [
        gateway => gateway.ListUsersAsync(PoolId, null, 60, null, default),
        gateway => gateway.ListUsersInGroupAsync(PoolId, "staff", 60, null, default),
        gateway => gateway.AdminGetUserAsync(PoolId, "carlos", default),
        gateway => gateway.AdminDisableProviderForUserAsync(PoolId, s_identity, default),
        gateway => gateway.AdminLinkProviderForUserAsync(PoolId, s_identity, s_identity, default),
        gateway => gateway.AdminUserGlobalSignOutAsync(PoolId, "carlos", default),
        gateway => gateway.ListIdentityProvidersAsync(PoolId, 60, null, default),
        gateway => gateway.DescribeIdentityProviderAsync(PoolId, "Okta", default),
        gateway => gateway.ListUserPoolsAsync(60, null, default),
        gateway => gateway.DescribeUserPoolAsync(PoolId, default),
        gateway => gateway.ListUserPoolClientsAsync(PoolId, 60, null, default),
        gateway => gateway.DescribeUserPoolClientAsync(PoolId, "1", default),
    ];

    public override string Name => "answers";

    protected override IReadOnlyList<string> Tokens =>
    [
        "\"\\ud800\"", "\"\\udc00\":1,", "\"Users\":", "\"Username\":", "\"Attributes\":", "\"UserAttributes\":", "\"Name\":\"identities\"", "\"Value\":", "\"PaginationToken\":", "\"NextToken\":",
        "\"Providers\":", "\"AttributeMapping\":", "\"UserPools\":", "\"Id\":", "\"EstimatedNumberOfUsers\":1e400", "\"Priority\":", "\"__type\":", "\"message\":", "ExpiredTokenException", "InvalidSignatureException",
    ];

    public override void Check(byte[] input)
    {
        foreach (var status in (int[])[200, 400, 503])
        {
            using var handler = new Answering(status, input);
            using var gateway = new CognitoGateway(
                new NamedCredentials(new BasicAWSCredentials("AKIAFUZZ", "canary-secret"), "a test"), "us-east-1", new Uri("http://127.0.0.1:9/"), null, TimeSpan.FromSeconds(30), null, handler);
            foreach (var operation in s_operations)
            {
                try
                {
                    operation(gateway).GetAwaiter().GetResult();
                    Require(status == 200, $"HTTP {status} is treated as success.");
                }
                catch (CognitoException problem)
                {
                    Require(problem.Message.Length < LongestMessage, $"The error's message has {problem.Message.Length} characters.");
                    Require(!problem.ToString().Contains("canary-secret", StringComparison.Ordinal), "The error contains the secret key.");
                }
            }
        }
    }

    protected override byte[] Valid(Random random) => JsonSerializer.SerializeToUtf8Bytes<object>(random.Next(6) switch
    {
        0 => new { Users = random.Several(3, () => User(random, "Attributes")), PaginationToken = random.TextOrNull(), NextToken = random.TextOrNull() },
        1 => User(random, "UserAttributes"),
        2 => new { Providers = random.Several(3, () => Provider(random)), NextToken = random.TextOrNull() },
        3 => new { IdentityProvider = Provider(random), UserPool = Pool(random) },
        4 => new { UserPools = random.Several(3, () => Pool(random)), NextToken = random.TextOrNull() },
        _ => new Dictionary<string, string?> { ["__type"] = random.Pick(["UserNotFoundException", "ns#TooManyRequestsException:", "ExpiredTokenException", "AccessDeniedException", "x"]), ["message"] = random.TextOrNull() },
    });

    private static Dictionary<string, object?> User(Random random, string attributes) => new()
    {
        ["Username"] = random.Text(),
        ["UserStatus"] = random.Pick(["CONFIRMED", "EXTERNAL_PROVIDER", "NEW"]),
        ["Enabled"] = random.Chance(2),
        [attributes] = random.Several(4, () => new { Name = random.Pick(["sub", "identities", "email", "email_verified", "x"]), Value = random.TextOrNull() }),
    };

    private static object Provider(Random random) =>
        new { ProviderName = random.Text(), ProviderType = random.TextOrNull(), AttributeMapping = new Dictionary<string, object?> { [random.Text()] = random.TextOrNull() }, ProviderDetails = new { client_secret = "x" } };

    private static object Pool(Random random) => new
    {
        Id = PoolId,
        Name = random.TextOrNull(),
        EstimatedNumberOfUsers = random.Next(),
        UsernameConfiguration = new { CaseSensitive = random.Chance(2) },
        AccountRecoverySetting = new { RecoveryMechanisms = random.Several(2, () => new { Name = random.Text(), Priority = random.Next(3) }) },
    };

    private sealed class Answering(int status, byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
            answer.Headers.TryAddWithoutValidation("x-amzn-RequestId", Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 300))).ReplaceLineEndings("?"));
            return Task.FromResult(answer);
        }
    }
}
