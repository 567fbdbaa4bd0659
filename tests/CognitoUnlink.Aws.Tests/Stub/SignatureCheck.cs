using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.Aws.Tests.Stub;

/// <summary>
/// Computes Signature Version 4 again from the request that arrived.
/// <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
/// </summary>
internal static class SignatureCheck
{
    public static string Expected(StubRequest request, string secretKey)
    {
        var authorization = request.Header("Authorization")!;
        var signedHeaders = Part(authorization, "SignedHeaders=");
        var scope = Part(authorization, "Credential=").Split('/', 2)[1];
        var canonicalHeaders = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{request.Header(name)}\n"));
        var canonical = $"{request.Method}\n{request.Path}\n\n{canonicalHeaders}\n{signedHeaders}\n{Hex(SHA256.HashData(request.Body))}";
        var toSign = $"AWS4-HMAC-SHA256\n{request.Header("X-Amz-Date")}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), (current, part) => HMACSHA256.HashData(current, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    public static string Sent(StubRequest request) => Part(request.Header("Authorization")!, "Signature=");

    private static string Part(string authorization, string name) =>
        authorization[(authorization.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split(',')[0];

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
