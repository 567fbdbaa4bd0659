using System.Text;
using System.Text.Json;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.LocalPool.Control;
using CognitoUnlink.LocalPool.Http;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Seeding;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>
/// Requests on a connection to the local user pool, carried out for a small pool: no request makes it fail, and the resulting pool can be
/// written and restored.
/// </summary>
internal sealed class ProtocolTarget : FuzzTarget
{
    private const int MostUsers = 200;

    private static readonly JsonSerializerOptions s_lenient = new() { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    private static readonly byte[] s_small = Encoding.UTF8.GetBytes(
        """
        {"pools":[{"createdAt":"2024-05-06T07:08:09.123Z","aliasAttributes":["email"],
        "identityProviders":[{"name":"Okta","type":"SAML","issuer":"x"},{"name":"Google","type":"Google"}],
        "users":[{"username":"carlos","attributes":{"email":"carlos@example.com","email_verified":"true"},"identities":[{"providerName":"Okta","value":"NameId_Carlos/1","signedInSubject":"NameId_Carlos/1"},{"providerName":"Google","value":"1111"}]},
        {"username":"dora","identities":[{"providerName":"Okta","attributeName":"email","value":"dora@example.com"}]},{"username":"Google_3333","identities":[{"providerName":"Google","value":"3333","primary":true}]}],
        "groups":[{"name":"staff","members":["carlos"]}]}]}
        """);

    public override string Name => "protocol";

    protected override IReadOnlyList<string> Tokens => HttpRequests.Tokens;

    public override void Check(byte[] input)
    {
        using var stream = new PiecesStream(input, int.MaxValue);
        var reader = new HttpRequestReader(stream);
        var (handler, signed) = Handlers();
        Answer(handler, Post("restore", s_small));
        try
        {
            while (reader.ReadAsync(CancellationToken.None).GetAwaiter().GetResult() is { } request)
            {
                if (!IsForManyUsers(request))
                {
                    Answer(handler, request);
                    Answer(signed, request);
                }
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or BodyTooLargeException or EndOfStreamException)
        {
            // The requests before this one have been carried out.
        }

        var snapshot = Body(Answer(handler, Get("snapshot")));
        if (!snapshot.AsSpan().SequenceEqual("{\"version\":1,\"pools\":[]}"u8))
        {
            var restored = Answer(handler, Post("restore", snapshot));
            Require(restored?.StatusCode == 200, $"A snapshot cannot be restored: {Encoding.UTF8.GetString(Body(restored))}");
            Require(Body(Answer(handler, Get("snapshot"))).AsSpan().SequenceEqual(snapshot), "A snapshot is restored as something else.");
        }

        Require(Answer(handler, Get("requests"))?.StatusCode == 200 && Answer(handler, Get("faults"))?.StatusCode == 200, "The control requests fail.");
    }

    protected override byte[] Valid(Random random) => HttpRequests.Any(random);

    /// <summary>Puts the parts of a server together without its socket: once without signature checks, and once with them.</summary>
    private static (RequestHandler Unsigned, RequestHandler Signed) Handlers()
    {
        var clock = new ImpatientClock();
        var source = new StateSource(new LocalUserPoolOptions());
        var state = new StateKeeper(source.Initial);
        var faults = new FaultList(1);
        var quotas = new QuotaGate(clock);
        var log = new RequestLog(100);
        var runner = new CallRunner(state, faults, quotas, clock);
        var control = new ControlHandler(
            new StateControl(state, log, faults, quotas, source), new RequestControl(log), new FaultControl(faults), new QuotaControl(quotas), new SignInControl(state, source.UserPoolId, clock));
        return (
            new(new ApiHandler(runner, log, null, source.Region, clock), control),
            new(new ApiHandler(runner, log, new SignatureVerifier("local", "local", clock), source.Region, clock), control));
    }

    /// <summary>A seed request for millions of users is valid and would only take too long.</summary>
    private static bool IsForManyUsers(HttpRequest request)
    {
        try
        {
            return request.Url.AbsolutePath.EndsWith("/seed", StringComparison.Ordinal)
                && JsonSerializer.Deserialize<JsonElement>(request.Body, s_lenient) is { ValueKind: JsonValueKind.Object } body
                && body.TryGetProperty("users", out var users) && users.ValueKind == JsonValueKind.Number && users.TryGetInt32(out var count) && count > MostUsers;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Answer? Answer(RequestHandler handler, HttpRequest request)
    {
        var answer = handler.HandleAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        if (answer is null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(answer.Body.Span);
        Require(!text.Contains("this is a defect in it", StringComparison.Ordinal), text);
        Require(answer.Headers.All(header => header.Value.All(character => character is >= ' ' and <= '~')), "A header has a line end.");
        if (!answer.Body.IsEmpty)
        {
            using var json = JsonDocument.Parse(answer.Body);
            Require(json.RootElement.ValueKind == JsonValueKind.Object, text);
        }

        return answer;
    }

    private static byte[] Body(Answer? answer) => answer?.Body.ToArray() ?? [];

    private static HttpRequest Get(string path) => Request("GET", path, []);

    private static HttpRequest Post(string path, byte[] body) => Request("POST", path, body);

    private static HttpRequest Request(string method, string path, byte[] body) =>
        new(method, new Uri("http://127.0.0.1/_local/" + path), new() { ["Host"] = "127.0.0.1" }, body) { KeepAlive = true, ClientGoneAsync = _ => Task.CompletedTask };
}
