using System.Collections.Specialized;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Checks Signature Version 4 by computing it anew.</summary>
internal sealed class SignatureVerifier(string accessKey, string secretKey, TimeProvider clock)
{
    private const string Service = "cognito-idp";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);
    private readonly SigningKeys _keys = new(secretKey);

    public SignedBy Verify(NameValueCollection headers, ReadOnlySpan<byte> body)
    {
        var header = AuthorizationHeader.Parse(headers["Authorization"]);
        if (header.AccessKey != accessKey)
        {
            throw ServiceErrors.UnrecognizedClient();
        }

        var time = headers["X-Amz-Date"]
            ?? throw ServiceErrors.IncompleteSignature("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        CheckScope(header, time);
        CheckTime(time);
        CheckSignedHeaders(header, headers);

        var toSign = $"{AuthorizationHeader.Algorithm}\n{time}\n{header.Scope}\n{CanonicalRequest.Hash(headers, header.SignedHeaders, body)}";
        var signature = Hex.Lower(HMACSHA256.HashData(_keys.For(header), Encoding.UTF8.GetBytes(toSign)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(header.Signature))
            ? new(header.AccessKey, header.Region)
            : throw ServiceErrors.SignatureMismatch();
    }

    /// <summary>What a request says about its signer when nobody checks it.</summary>
    public static SignedBy? Claimed(NameValueCollection headers)
    {
        try
        {
            var header = AuthorizationHeader.Parse(headers["Authorization"]);
            return new(header.AccessKey, header.Region);
        }
        catch (ServiceException)
        {
            return null;
        }
    }

    private static void CheckScope(AuthorizationHeader header, string time)
    {
        if (header.Service != Service)
        {
            throw ServiceErrors.InvalidSignature($"Credential should be scoped to correct service: '{Service}'.");
        }

        if (header.Terminator != "aws4_request")
        {
            throw ServiceErrors.InvalidSignature("Credential should be scoped with a valid terminator: 'aws4_request', not '" + header.Terminator + "'.");
        }

        if (!time.StartsWith(header.Date, StringComparison.Ordinal))
        {
            throw ServiceErrors.InvalidSignature($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{header.Date}' != '{time.Split('T')[0]}', from '{time}'.");
        }
    }

    private void CheckTime(string time)
    {
        if (!DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed))
        {
            throw ServiceErrors.IncompleteSignature($"Date must be in ISO-8601 'basic format'. Got '{time}'. See http://en.wikipedia.org/wiki/ISO_8601");
        }

        var now = clock.GetUtcNow();
        if (signed < now - s_tolerance)
        {
            throw ServiceErrors.InvalidSignature($"Signature expired: {time} is now earlier than {Show(now - s_tolerance)} ({Show(now)} - 5 min.)");
        }

        if (signed > now + s_tolerance)
        {
            throw ServiceErrors.InvalidSignature($"Signature not yet current: {time} is still later than {Show(now + s_tolerance)} ({Show(now)} + 5 min.)");
        }

        static string Show(DateTimeOffset time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
    }

    private static void CheckSignedHeaders(AuthorizationHeader header, NameValueCollection headers)
    {
        foreach (var name in (string[])["host", "x-amz-date"])
        {
            if (!header.SignedHeaders.Contains(name))
            {
                throw ServiceErrors.InvalidSignature($"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }
}

/// <summary>Who signed a request, as its credential scope says.</summary>
internal sealed record SignedBy(string AccessKey, string Region);
