using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>Signs requests by hand. <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/></summary>
internal sealed class SignatureV4
{
    private const string ContentType = "application/x-amz-json-1.1";
    private const string SignedHeaders = "content-type;host;x-amz-date;x-amz-target";

    private readonly string _accessKey;
    private readonly string _scope;
    private readonly string _host;
    private readonly byte[] _key;

    public SignatureV4(LocalUserPool pool)
    {
        var date = DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        _accessKey = pool.AccessKey;
        _scope = $"{date}/{pool.Region}/cognito-idp/aws4_request";
        _host = new Uri(pool.EndpointUrl).Authority;
        _key = _scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + pool.SecretKey), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
    }

    public HttpRequestMessage Sign(string operation, string url, byte[] body)
    {
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var target = $"AWSCognitoIdentityProviderService.{operation}";
        var canonical = $"POST\n/\n\ncontent-type:{ContentType}\nhost:{_host}\nx-amz-date:{time}\nx-amz-target:{target}\n\n{SignedHeaders}\n{Hash(body)}";
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{_scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(toSign)));
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={_accessKey}/{_scope}, SignedHeaders={SignedHeaders}, Signature={signature}");
        return request;
    }

    private static string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));
}
