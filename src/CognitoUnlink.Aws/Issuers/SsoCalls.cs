using System.Text.Json;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Operations;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>
/// The two calls of IAM Identity Center that are needed. Neither is signed: a token, or a client's secret, says who asks.
/// <see href="https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html"/>
/// <see href="https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html"/>
/// </summary>
internal static class SsoCalls
{
    /// <summary>The keys of a person's role in an account.</summary>
    public static async Task<TemporaryKeys> GetRoleCredentialsAsync(IssuerClient sso, CredentialProfileOptions said, SsoToken token)
    {
        var address = new Uri(sso.Endpoint, $"federation/credentials?role_name={Uri.EscapeDataString(said.SsoRoleName)}&account_id={Uri.EscapeDataString(said.SsoAccountId)}");
        var reply = await sso.SendAsync("GetRoleCredentials", _ =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("x-amz-sso_bearer_token", token.AccessToken);
            return request;
        }).ConfigureAwait(false);
        return Read(reply, answer =>
            answer.Member("roleCredentials") is { } keys
            && keys.Text("accessKeyId") is { } accessKey && keys.Text("secretAccessKey") is { } secretKey && keys.Text("sessionToken") is { } sessionToken
            && keys.Member("expiration") is { ValueKind: JsonValueKind.Number } ends && ends.TryGetInt64(out var milliseconds)
                ? TemporaryKeys.Of(accessKey, secretKey, sessionToken, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), reply.Time, sso.Clock)
                : null);
    }

    /// <summary>A new token for the refresh token of an old one.</summary>
    public static async Task<SsoToken> CreateTokenAsync(IssuerClient oidc, SsoToken token)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["clientId"] = token.ClientId,
            ["clientSecret"] = token.ClientSecret,
            ["grantType"] = "refresh_token",
            ["refreshToken"] = token.RefreshToken,
        });
        var reply = await oidc.SendAsync("CreateToken", _ =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(oidc.Endpoint, "token")) { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            return request;
        }).ConfigureAwait(false);
        return Read(reply, answer =>
            answer.Text("accessToken") is { } accessToken && answer.Member("expiresIn") is { ValueKind: JsonValueKind.Number } life && life.TryGetInt32(out var seconds)
                ? token.Renewed(accessToken, oidc.Clock.GetUtcNow().AddSeconds(seconds), answer.Text("refreshToken"))
                : null);
    }

    private static T Read<T>(IssuerReply reply, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            return (json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : null) ?? throw reply.Unexpected();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw reply.Unexpected();
        }
    }
}
