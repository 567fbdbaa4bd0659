using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.LocalPool.Tests.Support;

/// <summary>A running local user pool and a client for it.</summary>
internal sealed class TestPool : IDisposable
{
    private readonly HttpClient _http;

    private TestPool(LocalUserPoolOptions options)
    {
        Server = new LocalUserPoolServer(options, Clock);
        _http = new HttpClient { BaseAddress = new Uri(Server.UserPool.EndpointUrl) };
    }

    public ManualClock Clock { get; } = new();

    public ILocalUserPoolServer Server { get; }

    public string Id => Server.UserPool.UserPoolId;

    public static TestPool Generated(int users, int seed = 1) => new(new() { UserCount = users, Seed = seed });

    public static TestPool With(LocalUserPoolOptions options) => new(options);

    /// <summary>A pool seeded from JSON that describes it.</summary>
    public static async Task<TestPool> SeededAsync(string poolJson)
    {
        var pool = new TestPool(new());
        var answer = await pool.ControlAsync(HttpMethod.Post, "seed", $$"""{ "pools": [ {{poolJson}} ] }""");
        Assert.True((int)answer.Status == 200, answer.Text);
        return pool;
    }

    /// <summary>Calls an operation with an object as its JSON input.</summary>
    public Task<CallResult> CallAsync(string operation, object input, RequestSigner? signer = null) =>
        SendAsync(operation, JsonSerializer.Serialize(input), signer ?? new RequestSigner());

    public Task<CallResult> SendAsync(string operation, string body, RequestSigner? signer, Action<HttpRequestMessage>? change = null) =>
        SendAsync(operation, body, signer, _http, default, change);

    public async Task<CallResult> SendAsync(
        string operation, string body, RequestSigner? signer, HttpClient http, CancellationToken cancellationToken, Action<HttpRequestMessage>? change = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(bytes) };
        request.RequestUri = _http.BaseAddress;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", "AWSCognitoIdentityProviderService." + operation);
        signer?.Sign(request, bytes, Clock.GetUtcNow());
        change?.Invoke(request);
        return await SendAsync(request, http, cancellationToken);
    }

    public async Task<CallResult> ControlAsync(HttpMethod method, string path, string? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, "/_local/" + path) { Content = body is null ? null : new StringContent(body) };
        change?.Invoke(request);
        return await SendAsync(request, _http, default);
    }

    public async Task<string> SnapshotAsync() => (await ControlAsync(HttpMethod.Get, "snapshot")).Text;

    public Task<CallResult> GetUserAsync(string username) => CallAsync("AdminGetUser", new { UserPoolId = Id, Username = username });

    /// <summary>The identities attribute of a user, parsed; null if there is none.</summary>
    public async Task<JsonElement?> IdentitiesAsync(string username)
    {
        var text = (await GetUserAsync(username)).Ok().Attribute("identities");
        return text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The usernames on every page of a listing.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> PagesAsync(string operation, string tokenName, int? limit, Dictionary<string, object?>? input = null)
    {
        var pages = new List<IReadOnlyList<string>>();
        var request = new Dictionary<string, object?>(input ?? []) { ["UserPoolId"] = Id };
        if (limit is not null)
        {
            request["Limit"] = limit;
        }

        do
        {
            var page = (await CallAsync(operation, request)).Ok();
            pages.Add(page.GetProperty("Users").Texts("Username"));
            request[tokenName] = page.TryGetProperty(tokenName, out var token) ? token.GetString() : null;
        }
        while (request[tokenName] is not null);
        return pages;
    }

    public Task<CallResult> UnlinkAsync(string provider, string attribute, string value) =>
        CallAsync("AdminDisableProviderForUser", new { UserPoolId = Id, User = Identity(provider, attribute, value) });

    public Task<CallResult> LinkAsync(object destination, object source) =>
        CallAsync("AdminLinkProviderForUser", new { UserPoolId = Id, DestinationUser = destination, SourceUser = source });

    public static object Identity(string provider, string attribute, string value) =>
        new { ProviderName = provider, ProviderAttributeName = attribute, ProviderAttributeValue = value };

    public static object Native(string username) => Identity("Cognito", "Cognito_Subject", username);

    public void Dispose()
    {
        _http.Dispose();
        Server.Dispose();
    }

    private static async Task<CallResult> SendAsync(HttpRequestMessage request, HttpClient http, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), headers);
    }
}
