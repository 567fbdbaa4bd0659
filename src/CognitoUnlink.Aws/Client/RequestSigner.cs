using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;

namespace CognitoUnlink.Aws.Client;

/// <summary>
/// Signs the requests of one endpoint, which are alike but for their operation and body. The SDK computes the signature.
/// <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
/// </summary>
internal sealed class RequestSigner(Uri endpoint, string region, string service, string contentType)
{
    // For every service but S3 a path is encoded once more than it is sent.
    private readonly string _path = AWSSDKUtils.UrlEncode(endpoint.AbsolutePath, path: true);

    public HttpRequestMessage Sign(byte[] body, ImmutableCredentials keys, DateTime time, string? target = null)
    {
        var date = time.ToString(AWSSDKUtils.ISO8601BasicDateTimeFormat, CultureInfo.InvariantCulture);
        var (token, tokenName) = keys.UseToken ? ($"x-amz-security-token:{keys.Token}\n", ";x-amz-security-token") : (string.Empty, string.Empty);
        var (targetLine, targetName) = target is null ? (string.Empty, string.Empty) : ($"x-amz-target:{target}\n", ";x-amz-target");
        var names = $"content-type;host;x-amz-date{tokenName}{targetName}";
        var headers = $"content-type:{contentType}\nhost:{endpoint.Authority}\nx-amz-date:{date}\n{token}{targetLine}";
        var canonical = $"POST\n{_path}\n\n{headers}\n{names}\n{AWSSDKUtils.ToHex(SHA256.HashData(body), lowercase: true)}";
        var signature = AWS4Signer.ComputeSignature(keys, region, time, service, names, canonical);

        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        Add("Authorization", signature.ForAuthorizationHeader);
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
}
