using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Errors;
using CognitoUnlink.Aws.Issuers;
using CognitoUnlink.Aws.Operations;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws;

/// <summary>Cognito's operations: each has an input and a way to read the answer.</summary>
internal sealed class CognitoGateway(NamedCredentials credentials, string region, Uri endpoint, IWebProxy? proxy, TimeSpan timeout, CallLog? log = null, HttpMessageHandler? handler = null)
    : ICognitoGateway
{
    // Two, because keys that another call renewed may have expired again.
    private const int MaximumRenewals = 2;

    private static readonly JsonElement s_nothing = JsonDocument.Parse("{}").RootElement;

    private readonly CognitoClient _client = new(credentials, endpoint, region, proxy, timeout, handler);

    public Uri Endpoint => endpoint;

    public Place Place { get; } = EndpointPlaces.Of(endpoint, region);

    /// <summary>Makes the STS client, given whether requests go to AWS; null if there is none.</summary>
    public Func<bool, IssuerClient?>? StsOfRun { get; init; }

    // On another thread, because keys may come from a program, which blocks.
    public Task<string?> FindCallerAsync(CancellationToken cancellationToken) =>
        StsOfRun is null ? Task.FromResult<string?>(null) : Task.Run(() => FindCallerAsync(StsOfRun, cancellationToken), cancellationToken);

    public async Task<Place> LocateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Place with { Instance = await _client.InstanceAsync(cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception error) when (error is not CognitoException and not ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TransportErrors.Read(error, Site(new("GET /_local/health")));
        }
    }

    public Task<Page<CognitoUser>> ListUsersAsync(string userPoolId, string? filter, int limit, string? paginationToken, CancellationToken cancellationToken) =>
        // No AttributesToGet: the service fails the call when a user lacks a requested attribute.
        ReadAsync(
            new("ListUsers", userPoolId),
            Request.Write(("UserPoolId", userPoolId), ("Filter", filter), ("Limit", limit), ("PaginationToken", paginationToken)),
            answer => PageOf(answer, "Users", UserCalls.ReadListed, "PaginationToken"),
            cancellationToken);

    public Task<Page<CognitoUser>> ListUsersInGroupAsync(string userPoolId, string groupName, int limit, string? nextToken, CancellationToken cancellationToken) =>
        ReadAsync(
            new("ListUsersInGroup", userPoolId),
            Request.Write(("UserPoolId", userPoolId), ("GroupName", groupName), ("Limit", limit), ("NextToken", nextToken)),
            answer => PageOf(answer, "Users", UserCalls.ReadListed, "NextToken"),
            cancellationToken);

    public Task<CognitoUser> AdminGetUserAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        ReadAsync(new("AdminGetUser", userPoolId, username), Request.Write(("UserPoolId", userPoolId), ("Username", username)), UserCalls.ReadSingle, cancellationToken);

    public Task<AuthFactors> AdminGetUserAuthFactorsAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        ReadAsync(
            new("AdminGetUserAuthFactors", userPoolId, username),
            Request.Write(("UserPoolId", userPoolId), ("Username", username)),
            answer => new AuthFactors(answer.Required("Username"), [.. answer.Texts("ConfiguredUserAuthFactors")]),
            cancellationToken);

    public Task<string?> AdminDisableProviderForUserAsync(string userPoolId, ProviderUser user, CancellationToken cancellationToken) =>
        DoAsync(new("AdminDisableProviderForUser", userPoolId, log?.User, user.ProviderName), Request.Write(("UserPoolId", userPoolId), ("User", user)), cancellationToken);

    public Task<string?> AdminLinkProviderForUserAsync(string userPoolId, ProviderUser destinationUser, ProviderUser sourceUser, CancellationToken cancellationToken) =>
        DoAsync(
            new("AdminLinkProviderForUser", userPoolId, destinationUser.ProviderAttributeValue, sourceUser.ProviderName),
            Request.Write(("UserPoolId", userPoolId), ("DestinationUser", destinationUser), ("SourceUser", sourceUser)),
            cancellationToken);

    public Task<string?> AdminUserGlobalSignOutAsync(string userPoolId, string username, CancellationToken cancellationToken) =>
        DoAsync(new("AdminUserGlobalSignOut", userPoolId, username), Request.Write(("UserPoolId", userPoolId), ("Username", username)), cancellationToken);

    public Task<Page<IdentityProvider>> ListIdentityProvidersAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        ReadAsync(
            new("ListIdentityProviders", userPoolId),
            Request.Write(("UserPoolId", userPoolId), ("MaxResults", maxResults), ("NextToken", nextToken)),
            answer => PageOf(answer, "Providers", IdentityProviderCalls.Read, "NextToken"),
            cancellationToken);

    public Task<IdentityProvider> DescribeIdentityProviderAsync(string userPoolId, string providerName, CancellationToken cancellationToken) =>
        ReadAsync(
            new("DescribeIdentityProvider", userPoolId, ProviderName: providerName),
            Request.Write(("UserPoolId", userPoolId), ("ProviderName", providerName)),
            answer => IdentityProviderCalls.Read(Inner(answer, "IdentityProvider")),
            cancellationToken);

    public Task<Page<UserPool>> ListUserPoolsAsync(int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        ReadAsync(
            new("ListUserPools"),
            Request.Write(("MaxResults", maxResults), ("NextToken", nextToken)),
            answer => PageOf(answer, "UserPools", UserPoolCalls.Read, "NextToken"),
            cancellationToken);

    public Task<UserPool> DescribeUserPoolAsync(string userPoolId, CancellationToken cancellationToken) =>
        ReadAsync(new("DescribeUserPool", userPoolId), Request.Write(("UserPoolId", userPoolId)), answer => UserPoolCalls.ReadDescribed(Inner(answer, "UserPool")), cancellationToken);

    public Task<Page<AppClient>> ListUserPoolClientsAsync(string userPoolId, int maxResults, string? nextToken, CancellationToken cancellationToken) =>
        ReadAsync(
            new("ListUserPoolClients", userPoolId),
            Request.Write(("UserPoolId", userPoolId), ("MaxResults", maxResults), ("NextToken", nextToken)),
            answer => PageOf(answer, "UserPoolClients", AppClientCalls.Read, "NextToken"),
            cancellationToken);

    public Task<AppClient> DescribeUserPoolClientAsync(string userPoolId, string clientId, CancellationToken cancellationToken) =>
        ReadAsync(
            new("DescribeUserPoolClient", userPoolId),
            Request.Write(("UserPoolId", userPoolId), ("ClientId", clientId)),
            answer => AppClientCalls.Read(Inner(answer, "UserPoolClient")),
            cancellationToken);

    public Task<string?> UpdateUserPoolClientAsync(string userPoolId, string clientId, JsonElement settings, CancellationToken cancellationToken)
    {
        var input = settings.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);
        (input["UserPoolId"], input["ClientId"]) = (userPoolId, clientId);
        return DoAsync(new("UpdateUserPoolClient", userPoolId), Request.Write([.. input.Select(member => (member.Key, member.Value))]), cancellationToken);
    }

    public async Task<string?> AdminSetUserPasswordAsync(string userPoolId, string username, string password, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(
                new("AdminSetUserPassword", userPoolId, username),
                Request.Write(("UserPoolId", userPoolId), ("Username", username), ("Password", password), ("Permanent", true)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Message.Contains(password, StringComparison.Ordinal))
        {
            // The service quotes values that it refuses, and some servers quote even this one.
            throw problem.Without(password);
        }
    }

    public async Task<RawAnswer> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        var call = new CognitoCall(operation, (string?)input["UserPoolId"], (string?)input["Username"]);
        using var reply = await SendAsync(call, Request.Write(input), cancellationToken).ConfigureAwait(false);
        return new RawAnswer(reply.Body.Bytes.IsEmpty ? s_nothing : Parse(call, reply, answer => answer.Clone()), reply.RequestId);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> FindCallerAsync(Func<bool, IssuerClient?> connect, CancellationToken cancellationToken)
    {
        try
        {
            using var sts = connect(Place.IsAws);
            if (sts is null)
            {
                return null;
            }

            var keys = await credentials.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            var arn = await StsCalls.GetCallerIdentityAsync(sts, keys, cancellationToken).ConfigureAwait(false);
            log?.Write($"GetCallerIdentity, region {sts.Region}, {sts.Endpoint.Authority}: {arn}");
            return arn;
        }
        catch (Exception error) when (error is CognitoException or IssuerException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            log?.Write($"GetCallerIdentity did not say who makes the requests: {error.Message}");
            return null;
        }
    }

    private static Page<T> PageOf<T>(JsonElement answer, string items, Func<JsonElement, T> read, string token)
    {
        var list = answer.Member(items);
        if (list is not { ValueKind: JsonValueKind.Array })
        {
            // An object with other members and no list comes from something else, and must not pass for an empty pool.
            return answer.EnumerateObject().Any() ? throw new JsonException($"The list {items} is missing.") : new([], null);
        }

        var page = new T[list.Value.GetArrayLength()];
        var count = 0;
        foreach (var item in list.Value.EnumerateArray())
        {
            page[count++] = read(item);
        }

        return new(page, TokenOf(answer, token));
    }

    // An emulator's token may be a number. Without it, part of the pool would pass for all of it.
    private static string? TokenOf(JsonElement answer, string name) => answer.Member(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } token ? token : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw new JsonException($"The token {name} is not text."),
    };

    private static JsonElement Inner(JsonElement answer, string name) =>
        answer.Member(name) ?? throw new JsonException($"The member {name} is missing.");

    private async Task<string?> DoAsync(CognitoCall call, byte[] body, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(call, body, cancellationToken).ConfigureAwait(false);

        // Read although nothing in it is needed: a page from an intermediary must not pass for success.
        if (!reply.Body.Bytes.IsEmpty)
        {
            Parse(call, reply, _ => true);
        }

        return reply.RequestId;
    }

    private async Task<T> ReadAsync<T>(CognitoCall call, byte[] body, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(call, body, cancellationToken).ConfigureAwait(false);
        return Parse(call, reply, read);
    }

    private async Task<JsonReply> SendAsync(CognitoCall call, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            return await SignedAsync(call, body, cancellationToken).ConfigureAwait(false);
        }
        catch (ErrorReplyException error)
        {
            throw ServiceErrorMap.Read(error.Reply, Site(call));
        }
        catch (Exception error) when (error is not CognitoException and not ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TransportErrors.Read(error, Site(call));
        }
    }

    /// <summary>Sends a request, and again with new keys if the service says that the keys have expired.</summary>
    private async Task<JsonReply> SignedAsync(CognitoCall call, byte[] body, CancellationToken cancellationToken)
    {
        for (var renewals = 0; ; renewals++)
        {
            var generation = credentials.Generation;
            try
            {
                return await LoggedAsync(call, body, cancellationToken).ConfigureAwait(false);
            }
            catch (ErrorReplyException error) when (renewals < MaximumRenewals && ServiceErrorMap.SaysExpired(error.Reply))
            {
                if (!await credentials.RenewAsync(generation, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    private async Task<JsonReply> LoggedAsync(CognitoCall call, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _client.SendAsync(call.Operation, body, cancellationToken).ConfigureAwait(false);
            Log(reply.RequestId, null);
            return reply;
        }
        catch (ErrorReplyException error)
        {
            Log(error.Reply.RequestId, $"HTTP {error.Reply.StatusCode} {ServiceErrorMap.CodeOf(error.Reply)}".TrimEnd());
            throw;
        }
        catch (Exception error) when (error is not CognitoException)
        {
            Log(null, cancellationToken.IsCancellationRequested ? "cancelled" : "no answer");
            throw;
        }

        void Log(string? requestId, string? failure) =>
            log?.Write($"{call}, region {region}, {endpoint.Authority}, request id {requestId ?? "none"}{(failure is null ? string.Empty : $": {failure}")}");
    }

    private T Parse<T>(CognitoCall call, JsonReply reply, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body.Bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? read(json.RootElement)
                : throw new JsonException("The answer is not an object.");
        }
        catch (JsonException)
        {
            throw ServiceErrorMap.NotFromCognito(reply.StatusCode, reply.Body.Bytes, reply.RequestId, Site(call));
        }
        catch (InvalidOperationException)
        {
            throw ServiceErrorMap.NotText(reply.StatusCode, reply.RequestId, Site(call));
        }
    }

    private CallSite Site(CognitoCall call) => new(call.Operation, call.UserPoolId, region, endpoint, credentials.Source, timeout);
}
