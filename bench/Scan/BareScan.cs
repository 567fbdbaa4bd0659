using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.Bench.Unlink;

namespace CognitoUnlink.Bench.Scan;

/// <summary>HttpClient with a signature made by hand, which pages and has Utf8JsonReader run over the bytes: the least that .NET can do. It keeps nothing of a user.</summary>
internal static class BareScan
{
    private const int PageSize = 60;

    private static readonly JsonSerializerOptions s_options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <returns>How many users there were.</returns>
    public static async Task<long> ReadAsync(PoolProcess server, bool inPartitions)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var signer = new SignatureV4(server.Pool);
        string?[] filters = inPartitions ? [.. "0123456789abcdef".Select(digit => $"sub ^= \"{digit}\"")] : [null];
        return (await Task.WhenAll(filters.Select(filter => ReadAsync(client, signer, server, filter)))).Sum();
    }

    private static async Task<long> ReadAsync(HttpClient client, SignatureV4 signer, PoolProcess server, string? filter)
    {
        var users = 0L;
        string? token = null;
        do
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { server.Pool.UserPoolId, Filter = filter, Limit = PageSize, PaginationToken = token }, s_options);
            using var request = signer.Sign("ListUsers", server.Pool.EndpointUrl, body);
            using var response = await client.SendAsync(request).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            (var onPage, token) = Read(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
            users += onPage;
        }
        while (token is not null);
        return users;
    }

    private static (int Users, string? Token) Read(ReadOnlySpan<byte> page)
    {
        var json = new Utf8JsonReader(page);
        var users = 0;
        string? token = null;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("Username"u8))
            {
                users++;
            }
            else if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("PaginationToken"u8))
            {
                json.Read();
                token = json.GetString();
            }
        }

        return (users, token);
    }
}
