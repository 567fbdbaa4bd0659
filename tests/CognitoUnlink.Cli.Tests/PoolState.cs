using System.Net.Http.Json;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Tests;

/// <summary>What a local pool contains, according to its snapshot.</summary>
internal static class PoolState
{
    /// <summary>The users' names.</summary>
    public static async Task<string[]> UsernamesAsync(ILocalUserPoolServer server) =>
        [.. (await UsersAsync(server)).Select(user => user.GetProperty("username").GetString()!)];

    /// <summary>Which user shows which identity, without dates.</summary>
    public static async Task<string[]> IdentitiesAsync(ILocalUserPoolServer server) =>
        [
            .. from user in await UsersAsync(server)
               where user.TryGetProperty("identities", out _)
               from identity in user.GetProperty("identities").EnumerateArray()
               let subject = identity.TryGetProperty("signedInSubject", out var signedIn) ? signedIn : identity.GetProperty("value")
               select $"{user.GetProperty("username")}/{identity.GetProperty("providerName")}/{subject}" into one
               orderby one
               select one,
        ];

    private static async Task<IEnumerable<JsonElement>> UsersAsync(ILocalUserPoolServer server)
    {
        using var client = new HttpClient();
        var snapshot = await client.GetFromJsonAsync<JsonElement>(new Uri(new Uri(server.UserPool.EndpointUrl), "_local/snapshot"));
        return snapshot.GetProperty("pools")[0].GetProperty("users").EnumerateArray();
    }
}
