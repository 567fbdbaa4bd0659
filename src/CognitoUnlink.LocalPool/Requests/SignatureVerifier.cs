using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Checks Signature Version 4 by computing it again.</summary>
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
        CheckSignedHeaders(header);

        var toSign = $"{AuthorizationHeader.Algorithm}\n{time}\n{header.Scope}\n{CanonicalRequest.Hash(headers, header.SignedHeaders, body)}";
        var signature = Hex.Lower(HMACSHA256.HashData(_keys.For(header), Encoding.UTF8.GetBytes(toSign)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(header.Signature))
            ? new(header.AccessKey, header.Region)
            : throw ServiceErrors.SignatureMismatch();
    }

    /// <summary>The signer that a request claims, unchecked.</summary>
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

    private static void CheckSignedHeaders(AuthorizationHeader header)
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

/// <summary>The parts of <c>Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>.</summary>
internal sealed record AuthorizationHeader(string AccessKey, string Date, string Region, string Service, string Terminator, IReadOnlyList<string> SignedHeaders, string Signature)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const int MaximumRegion = 40;

    private static readonly string[] s_parameters = ["Credential", "SignedHeaders", "Signature"];

    public string Scope => $"{Date}/{Region}/{Service}/{Terminator}";

    public static AuthorizationHeader Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            throw ServiceErrors.MissingAuthentication();
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw ServiceErrors.IncompleteSignature($"Unsupported AWS 'algorithm': '{header.Split(' ')[0]}'.");
        }

        var parts = header[Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => part.Split('=', 2))
            .Where(static part => part.Length == 2)
            .GroupBy(static part => part[0], static part => part[1])
            .ToDictionary(static group => group.Key, static group => group.First());

        var missing = s_parameters.Where(name => !parts.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw ServiceErrors.IncompleteSignature(string.Join(' ', missing.Select(static name => $"Authorization header requires '{name}' parameter.")));
        }

        var credential = parts["Credential"].Split('/');
        if (credential.Length != 5)
        {
            throw ServiceErrors.IncompleteSignature("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
        }

        return IsRegion(credential[2])
            ? new(credential[0], credential[1], credential[2], credential[3], credential[4], parts["SignedHeaders"].Split(';'), parts["Signature"])
            : throw ServiceErrors.InvalidSignature("Credential should be scoped to a valid region.");
    }

    /// <summary>Any region will do, as long as it can begin the id of a pool.</summary>
    private static bool IsRegion(string text) =>
        text.Length is > 0 and <= MaximumRegion && text.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-');
}

/// <summary>What a signature covers. Every operation is POST / without a query.</summary>
internal static class CanonicalRequest
{
    public static string Hash(NameValueCollection headers, IReadOnlyList<string> signedHeaders, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder("POST\n/\n\n", 512);
        foreach (var name in signedHeaders)
        {
            text.Append(name).Append(':').Append(Canonical(headers[name] ?? "")).Append('\n');
        }

        text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(HexOfHash(body));
        return HexOfHash(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string HexOfHash(ReadOnlySpan<byte> data) => Hex.Lower(SHA256.HashData(data));

    /// <summary>Trimmed, with runs of spaces collapsed.</summary>
    private static string Canonical(string value) =>
        value.Contains("  ", StringComparison.Ordinal) || value.StartsWith(' ') || value.EndsWith(' ')
            ? string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : value;
}

/// <summary>Signing keys of the known secret, by date and region; few are needed, and each costs four hashes.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html</remarks>
internal sealed class SigningKeys(string secretKey)
{
    private const int Maximum = 100;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public byte[] For(AuthorizationHeader header)
    {
        if (_keys.Count > Maximum)
        {
            _keys.Clear();
        }

        return _keys.GetOrAdd(header.Scope, _ => Derive(header));
    }

    private byte[] Derive(AuthorizationHeader header)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in (string[])[header.Date, header.Region, header.Service, header.Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }
}

internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    public static string Lower(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length * 2];
        for (var index = 0; index < bytes.Length; index++)
        {
            characters[index * 2] = Digits[bytes[index] >> 4];
            characters[(index * 2) + 1] = Digits[bytes[index] & 0xF];
        }

        return new string(characters);
    }
}
