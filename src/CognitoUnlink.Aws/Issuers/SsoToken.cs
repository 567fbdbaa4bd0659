using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Operations;
using CognitoUnlink.Aws.Settings;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>
/// A token of <c>aws sso login</c>, as the AWS CLI and the SDKs store it. Anything else in its file is preserved.
/// <see href="https://docs.aws.amazon.com/sdkref/latest/guide/understanding-sso.html"/>
/// </summary>
internal sealed class SsoToken
{
    private const string AccessTokenName = "accessToken";
    private const string ExpiresAtName = "expiresAt";
    private const string RefreshTokenName = "refreshToken";

    private readonly JsonObject _json;

    private SsoToken(JsonObject json, string accessToken, DateTimeOffset ends)
    {
        _json = json;
        AccessToken = accessToken;
        Ends = ends;
    }

    public string AccessToken { get; }

    public DateTimeOffset Ends { get; }

    public string? RefreshToken => Text(_json, RefreshTokenName);

    public string? ClientId => Text(_json, "clientId");

    public string? ClientSecret => Text(_json, "clientSecret");

    /// <summary>Null if the text is not a token.</summary>
    public static SsoToken? TryRead(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject json && Text(json, AccessTokenName) is { } accessToken && Time(json, ExpiresAtName) is { } ends
                ? new SsoToken(json, accessToken, ends)
                : null;
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether it can be renewed without user interaction. A client's registration expires too.</summary>
    public bool CanBeRenewed(DateTimeOffset now) =>
        RefreshToken is not null && ClientId is not null && ClientSecret is not null && (Time(_json, "registrationExpiresAt") is not { } ends || now < ends);

    public SsoToken Renewed(string accessToken, DateTimeOffset ends, string? refreshToken)
    {
        var json = (JsonObject)_json.DeepClone();
        json[AccessTokenName] = accessToken;
        json[ExpiresAtName] = ends.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        json[RefreshTokenName] = refreshToken ?? RefreshToken;
        return new SsoToken(json, accessToken, ends);
    }

    public string ToJson() => _json.ToJsonString(new() { WriteIndented = true });

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? Setting.OrNull(text) : null;

    // Old versions of the AWS CLI write "UTC" after the time.
    private static DateTimeOffset? Time(JsonObject json, string name) =>
        DateTimeOffset.TryParse(Text(json, name)?.Replace("UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>The file of a sign-in in <c>~/.aws/sso/cache</c>, which the AWS CLI, the SDKs and this program share.</summary>
internal sealed class SsoTokenFile
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_gates = [];

    private readonly string _path;

    public SsoTokenFile(CredentialProfileOptions said) => _path = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "sso", "cache", NameOf(said.SsoSession ?? said.SsoStartUrl) + ".json");

    /// <summary>One caller at a time renews the token in this process, because a refresh token may work only once.</summary>
    public SemaphoreSlim Gate => s_gates.GetOrAdd(_path, _ => new SemaphoreSlim(1));

    /// <summary>Null if there is no file, or it does not contain a token.</summary>
    public SsoToken? Read()
    {
        try
        {
            return SsoToken.TryRead(File.ReadAllText(_path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the token, readable by its owner only, and atomically for concurrent readers. A token that cannot be written is still usable.</summary>
    public void Write(SsoToken token)
    {
        var whole = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(whole, options))
            {
                writer.Write(token.ToJson());
            }

            File.Move(whole, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Discard(whole);
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The file names are made so.")]
    private static string NameOf(string key) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(key))).ToLowerInvariant();
}

/// <summary>
/// The two IAM Identity Center calls that are needed. Neither is signed: a token or a client secret identifies the caller.
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
        var body = JsonSerializer.SerializeToUtf8Bytes(new RefreshRequest(token.ClientId, token.ClientSecret, "refresh_token", token.RefreshToken), RefreshJson.Default.RefreshRequest);
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

internal sealed record RefreshRequest(string? ClientId, string? ClientSecret, string GrantType, string? RefreshToken);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RefreshRequest))]
internal sealed partial class RefreshJson : JsonSerializerContext;
