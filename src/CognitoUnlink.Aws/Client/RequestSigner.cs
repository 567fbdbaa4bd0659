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
internal sealed class RequestSigner(Uri endpoint, string region)
{
    private const string ContentType = "application/x-amz-json-1.1";

    // For every service but S3 a path is encoded once more than it is sent.
    private readonly string _path = AWSSDKUtils.UrlEncode(endpoint.AbsolutePath, path: true);

    public HttpRequestMessage Sign(string operation, byte[] body, ImmutableCredentials keys, DateTime time)
    {
        var target = $"AWSCognitoIdentityProviderService.{operation}";
        var date = time.ToString(AWSSDKUtils.ISO8601BasicDateTimeFormat, CultureInfo.InvariantCulture);
        var (token, tokenName) = keys.UseToken ? ($"x-amz-security-token:{keys.Token}\n", "x-amz-security-token;") : (string.Empty, string.Empty);
        var names = $"content-type;host;x-amz-date;{tokenName}x-amz-target";
        var headers = $"content-type:{ContentType}\nhost:{endpoint.Authority}\nx-amz-date:{date}\n{token}x-amz-target:{target}\n";
        var canonical = $"POST\n{_path}\n\n{headers}\n{names}\n{AWSSDKUtils.ToHex(SHA256.HashData(body), lowercase: true)}";
        var signature = AWS4Signer.ComputeSignature(keys, region, time, CognitoClient.SigningName, names, canonical);

        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        Add("Authorization", signature.ForAuthorizationHeader);
        Add("X-Amz-Date", date);
        Add("X-Amz-Target", target);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (keys.UseToken)
        {
            Add("X-Amz-Security-Token", keys.Token);
        }

        return request;

        void Add(string name, string value) => request.Headers.TryAddWithoutValidation(name, value);
    }
}
