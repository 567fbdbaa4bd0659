using System.Text.Json;
using CognitoUnlink.Aws.Errors;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>An issuer refused a call; the exception never leaves this assembly.</summary>
internal sealed class IssuerException(string message) : Exception(message)
{
    private const int FirstServerStatus = 500;
    private const int TooManyRequests = 429;
    private const int Unauthorized = 401;

    public int StatusCode { get; private init; }

    /// <summary>The service's code; null when it said none.</summary>
    public string? Code { get; private init; }

    /// <summary>Whether the same call may do in a moment.</summary>
    public bool IsTransient => StatusCode is >= FirstServerStatus or TooManyRequests
        || Code is "IDPCommunicationError" || (Code is not null && ErrorCodes.KindOf(Code) is CognitoErrorKind.Throttled or CognitoErrorKind.ServiceFault);

    /// <summary>Whether the keys or the signature were refused; a wrong clock is one reason.</summary>
    public bool SaysRefused => Code is not null && ErrorCodes.KindOf(Code) == CognitoErrorKind.CredentialsRefused;

    /// <summary>Whether the keys that signed have come to their end.</summary>
    public bool SaysExpired => Code is "ExpiredToken" or "ExpiredTokenException";

    /// <summary>Whether a token was not taken, so that a person has to sign in.</summary>
    public bool SaysUnauthorized => StatusCode == Unauthorized;

    /// <summary>Reads the XML of STS, and the two kinds of JSON that SSO and OIDC answer.</summary>
    public static IssuerException Of(string operation, string host, int statusCode, string? errorType, byte[] body)
    {
        var (code, message) = OfJson(body) ?? OfXml(body) ?? (null, null);
        code = ErrorCodes.Bare(errorType) ?? ErrorCodes.Bare(code);
        return new IssuerException(code is null
            ? $"{host} answered {operation} with HTTP {statusCode}, {ForeignPage.Describe(body)}."
            : $"{operation} failed with {code}: {(string.IsNullOrWhiteSpace(message) ? "no message given." : message.Trim())}")
        {
            StatusCode = statusCode,
            Code = code,
        };
    }

    private static (string? Code, string? Message)? OfJson(byte[] body)
    {
        if (ErrorBody.TryRead(body) is not { } said)
        {
            return null;
        }

        if (said is { Code: null, Message: null } && body.Length > 0)
        {
            using var json = JsonDocument.Parse(body);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return (Text("error"), ShortText.Of(Text("error_description")));
        }

        return (said.Code, said.Message);
    }

    private static (string? Code, string? Message)? OfXml(byte[] body) =>
        StsXml.TryRead(body) is { } xml ? (ShortText.Of(StsXml.Text(xml, "Code"), 200), ShortText.Of(StsXml.Text(xml, "Message"))) : null;
}
