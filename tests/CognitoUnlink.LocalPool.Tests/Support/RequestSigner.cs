using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.LocalPool.Tests.Support;

/// <summary>Signature Version 4, written independently of the server's so that each can reveal errors in the other.</summary>
internal sealed record RequestSigner
{
    public string AccessKey { get; init; } = "local";

    public string SecretKey { get; init; } = "local";

    public string Region { get; init; } = "us-east-1";

    public string Service { get; init; } = "cognito-idp";

    public string? SessionToken { get; init; }

    public DateTimeOffset? Time { get; init; }

    public void Sign(HttpRequestMessage request, byte[] body, DateTimeOffset now)
    {
        var time = (Time ?? now).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var date = time[..8];
        request.Headers.Add("X-Amz-Date", time);
        if (SessionToken is not null)
        {
            request.Headers.Add("X-Amz-Security-Token", SessionToken);
        }

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = request.Content!.Headers.ContentType!.ToString(),
            ["host"] = request.Headers.Host ?? request.RequestUri!.Authority,
        };
        foreach (var (name, values) in request.Headers.Where(header => header.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[name.ToLowerInvariant()] = string.Join(",", values);
        }

        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        var scope = $"{date}/{Region}/{Service}/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), date), Region), Service), "aws4_request");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, SignedHeaders={names}, Signature={Hex(Hmac(key, toSign))}");
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
