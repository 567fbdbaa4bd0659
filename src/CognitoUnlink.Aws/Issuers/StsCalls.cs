using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Settings;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>
/// The three STS calls that are needed, in its query protocol.
/// <see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"/>
/// <see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"/>
/// </summary>
internal static class StsCalls
{
    private const string Service = "sts";
    private const int LongestArn = 2048;
    private const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>CloudTrail shows this name.</summary>
    public static string NewSessionName() => string.Create(CultureInfo.InvariantCulture, $"cognito-unlink-{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");

    /// <summary>The keys of a role; parameters without a value are left out.</summary>
    public static Task<TemporaryKeys> AssumeRoleAsync(IssuerClient sts, ImmutableCredentials keys, params (string Name, string? Value)[] parameters)
    {
        var body = Form("AssumeRole", parameters);
        var signer = new RequestSigner(sts.Endpoint, sts.Region, Service, ContentType);
        return ReadAsync(sts, "AssumeRole", time => signer.Sign(body, keys, time));
    }

    /// <summary>The keys of a role for a token of another sign-in, without a signature.</summary>
    public static Task<TemporaryKeys> AssumeRoleWithWebIdentityAsync(IssuerClient sts, params (string Name, string? Value)[] parameters)
    {
        var body = Form("AssumeRoleWithWebIdentity", parameters);
        return ReadAsync(sts, "AssumeRoleWithWebIdentity", _ =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, sts.Endpoint) { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            return request;
        });
    }

    /// <summary>The ARN of the keys' owner. The call needs no permission, and no policy can forbid it.</summary>
    public static async Task<string> GetCallerIdentityAsync(IssuerClient sts, ImmutableCredentials keys, CancellationToken cancellationToken)
    {
        var body = Form("GetCallerIdentity");
        var signer = new RequestSigner(sts.Endpoint, sts.Region, Service, ContentType);
        var reply = await sts.SendAsync("GetCallerIdentity", time => signer.Sign(body, keys, time), cancellationToken).ConfigureAwait(false);
        return StsXml.TryRead(reply.Body) is { } xml
            && StsXml.Text(xml, "Arn") is { Length: <= LongestArn } arn
            && arn.StartsWith("arn:", StringComparison.Ordinal)
            && !arn.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
                ? arn
                : throw reply.Unexpected();
    }

    private static byte[] Form(string action, params (string Name, string? Value)[] parameters) => Encoding.UTF8.GetBytes(string.Join('&',
        parameters.Prepend(("Version", "2011-06-15")).Prepend(("Action", action))
            .Where(parameter => parameter.Item2 is not null)
            .Select(parameter => $"{parameter.Item1}={Uri.EscapeDataString(parameter.Item2!)}")));

    private static async Task<TemporaryKeys> ReadAsync(IssuerClient sts, string operation, Func<DateTime, HttpRequestMessage> make)
    {
        var reply = await sts.SendAsync(operation, make).ConfigureAwait(false);
        var xml = StsXml.TryRead(reply.Body) ?? throw reply.Unexpected();
        return StsXml.Text(xml, "AccessKeyId") is { } accessKey
            && StsXml.Text(xml, "SecretAccessKey") is { } secretKey
            && StsXml.Text(xml, "SessionToken") is { } token
            && DateTimeOffset.TryParse(StsXml.Text(xml, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration)
                ? TemporaryKeys.Of(accessKey, secretKey, token, expiration, reply.Time, sts.Clock)
                : throw reply.Unexpected();
    }
}

/// <summary>Reads the XML of STS. DTDs, and what they refer to, are never processed.</summary>
internal static class StsXml
{
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Null if the bytes are not XML.</summary>
    public static XElement? TryRead(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), s_settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The text of the first element with a name, in any namespace; null if there is none.</summary>
    public static string? Text(XElement xml, string name) =>
        Setting.OrNull(xml.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value);
}

/// <summary>Keys and when they expire, by this computer's clock.</summary>
internal sealed class TemporaryKeys(ImmutableCredentials keys, DateTimeOffset ends)
{
    public ImmutableCredentials Keys => keys;

    public DateTimeOffset Ends => ends;

    /// <summary>With a clock that is hours off, new keys would otherwise seem to have expired.</summary>
    public static TemporaryKeys Of(string accessKey, string secretKey, string sessionToken, DateTimeOffset expiration, DateTimeOffset? serviceTime, TimeProvider clock) =>
        new(new ImmutableCredentials(accessKey, secretKey, sessionToken), clock.GetUtcNow() + (expiration - (serviceTime ?? clock.GetUtcNow())));
}
