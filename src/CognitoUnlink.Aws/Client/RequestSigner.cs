using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;

namespace CognitoUnlink.Aws.Client;

/// <summary>
/// Signs the requests to one endpoint, which differ only in operation and body. The SDK derives the key, once a day:
/// having it sign each request would cost more than everything else about a request.
/// <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
/// </summary>
internal sealed class RequestSigner(Uri endpoint, string region, string service, string contentType)
{
    // Room for what the canonical form has besides the parts counted in Sign.
    private const int LongestRest = 512;
    private const int LongestUtf8 = 3;

    // For every service except S3, the path is signed with one more encoding than it is sent with.
    private readonly string _path = AWSSDKUtils.UrlEncode(endpoint.AbsolutePath, path: true);
    private readonly string _host = endpoint.Authority;
    private SigningKey? _latest;

    public HttpRequestMessage Sign(byte[] body, ImmutableCredentials keys, DateTime time, string? target = null)
    {
        var date = time.ToString(AWSSDKUtils.ISO8601BasicDateTimeFormat, CultureInfo.InvariantCulture);
        var key = KeyOf(keys, date[..8]);
        var (token, tokenName) = keys.UseToken ? ($"x-amz-security-token:{keys.Token}\n", ";x-amz-security-token") : (string.Empty, string.Empty);
        var (targetLine, targetName) = target is null ? (string.Empty, string.Empty) : ($"x-amz-target:{target}\n", ";x-amz-target");
        var names = $"content-type;host;x-amz-date{tokenName}{targetName}";

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var text = ArrayPool<byte>.Shared.Rent(LongestRest + (LongestUtf8 * (_path.Length + contentType.Length + _host.Length + token.Length + targetLine.Length + names.Length + key.Scope.Length)));
        string signature;
        try
        {
            SHA256.HashData(body, hash);
            Utf8.TryWrite(text, $"POST\n{_path}\n\ncontent-type:{contentType}\nhost:{_host}\nx-amz-date:{date}\n{token}{targetLine}\n{names}\n{Hex(hash)}", out var length);
            SHA256.HashData(text.AsSpan(0, length), hash);
            Utf8.TryWrite(text, $"AWS4-HMAC-SHA256\n{date}\n{key.Scope}\n{Hex(hash)}", out length);
            HMACSHA256.HashData(key.Bytes, text.AsSpan(0, length), hash);
            signature = Hex(hash);
        }
        finally
        {
            // It contained the token.
            ArrayPool<byte>.Shared.Return(text, clearArray: true);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        Add("Authorization", $"AWS4-HMAC-SHA256 Credential={keys.AccessKey}/{key.Scope}, SignedHeaders={names}, Signature={signature}");
        Add("X-Amz-Date", date);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (target is not null)
        {
            Add("X-Amz-Target", target);
        }

        if (keys.UseToken)
        {
            Add("X-Amz-Security-Token", keys.Token);
        }

        return request;

        void Add(string name, string value) => request.Headers.TryAddWithoutValidation(name, value);
    }

    private SigningKey KeyOf(ImmutableCredentials keys, string day)
    {
        var latest = _latest;
        return latest is not null && latest.Secret == keys.SecretKey && latest.Day == day
            ? latest
            : _latest = new SigningKey(keys.SecretKey, day, $"{day}/{region}/{service}/aws4_request", AWS4Signer.ComposeSigningKey(keys.SecretKey, region, day, service));
    }

    private static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexString(hash).ToLowerInvariant();

    // A class, because a record would print its secret.
    private sealed class SigningKey(string secret, string day, string scope, byte[] bytes)
    {
        public string Secret { get; } = secret;

        public string Day { get; } = day;

        public string Scope { get; } = scope;

        public byte[] Bytes { get; } = bytes;
    }
}
