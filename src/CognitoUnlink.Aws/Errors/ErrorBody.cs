using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Errors;

/// <summary>The code and message in an error's JSON.</summary>
internal sealed record ErrorBody(string? Code, string? Message)
{
    private const int LongestCode = 200;

    /// <summary>Null if the bytes are not a JSON object. An empty body counts as an empty object.</summary>
    public static ErrorBody? TryRead(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return new ErrorBody(null, null);
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ErrorBody(ShortText.Of(Text(json, "__type") ?? Text(json, "code"), LongestCode), ShortText.Of(Text(json, "message") ?? Text(json, "Message")))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument json, string name)
    {
        try
        {
            return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Invalid Unicode counts as missing.
            return null;
        }
    }
}

/// <summary>An answer whose status says that the call failed, as received.</summary>
internal sealed record ErrorReply
{
    public required int StatusCode { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The header <c>x-amzn-ErrorType</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The service's time, UTC.</summary>
    public DateTime? Time { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>Describes briefly what was received instead of an answer from Cognito.</summary>
internal static partial class ForeignPage
{
    private const int Looked = 16 * 1024;
    private const int LongestTitle = 100;

    public static bool IsPage(ReadOnlyMemory<byte> body) =>
        Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, Looked)]).TrimStart() is ['<', ..];

    public static string Describe(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return "an empty answer";
        }

        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, Looked)]);
        if (Title().Match(text) is { Success: true } match)
        {
            var title = Space().Replace(WebUtility.HtmlDecode(match.Groups[1].Value), " ").Trim();
            return $"a page titled \"{(title.Length > LongestTitle ? title[..LongestTitle] + "…" : title)}\"";
        }

        return text.TrimStart() switch
        {
            ['<', ..] => "a page without a title",
            ['{', ..] => "JSON in another format",
            _ => "text that is not JSON",
        };
    }

    [GeneratedRegex(@"<title[^>]*>([^<]*\S[^<]*)</title", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Title();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

/// <summary>
/// The one table of the service's codes and what they mean.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html"/>
/// </summary>
internal static class ErrorCodes
{
    private static readonly FrozenDictionary<string, CognitoErrorKind> s_kinds = new Dictionary<CognitoErrorKind, string[]>
    {
        [CognitoErrorKind.UserNotFound] = ["UserNotFoundException"],
        [CognitoErrorKind.ResourceNotFound] = ["ResourceNotFoundException"],
        [CognitoErrorKind.InvalidParameter] = ["InvalidParameterException", "ValidationException", "ValidationError", "SerializationException"],
        [CognitoErrorKind.NotAuthorized] = ["NotAuthorizedException"],
        [CognitoErrorKind.AccessDenied] = ["AccessDeniedException", "AccessDenied"],
        [CognitoErrorKind.Forbidden] = ["ForbiddenException"],
        [CognitoErrorKind.AliasExists] = ["AliasExistsException"],
        [CognitoErrorKind.LimitExceeded] = ["LimitExceededException"],
        [CognitoErrorKind.Throttled] =
        [
            "TooManyRequestsException", "ThrottlingException", "ThrottledException", "Throttling", "RequestThrottled",
            "RequestThrottledException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete",
        ],
        [CognitoErrorKind.OperationNotEnabled] = ["OperationNotEnabledException"],
        [CognitoErrorKind.OperationNotSupported] =
        [
            "UnknownOperationException", "UnsupportedOperation", "UnsupportedOperationException", "UnsupportedCommandException", "Unsupported",
            "InvalidAction", "NotImplemented", "NotImplementedException", "NotImplementedError",
        ],
        [CognitoErrorKind.ServiceFault] =
        [
            "InternalErrorException", "InternalFailure", "InternalError", "InternalServerError", "InternalServerException",
            "ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException",
        ],
        [CognitoErrorKind.CredentialsRefused] =
        [
            "UnrecognizedClientException", "InvalidClientTokenId", "ExpiredToken", "ExpiredTokenException", "RequestExpired",
            "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature", "IncompleteSignatureException",
            "MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidToken", "InvalidAccessKeyId",
        ],
    }.SelectMany(row => row.Value.Select(code => (code, row.Key))).ToFrozenDictionary(pair => pair.code, pair => pair.Key, StringComparer.Ordinal);

    public static CognitoErrorKind KindOf(string code) => s_kinds.GetValueOrDefault(code, CognitoErrorKind.Unknown);

    /// <summary>
    /// The bare code of <c>Code</c>, <c>Code:</c>, <c>Code:http://…</c> and <c>namespace#Code</c>; null when nothing is left.
    /// <see href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization"/>
    /// </summary>
    public static string? Bare(string? spelled)
    {
        if (spelled is null)
        {
            return null;
        }

        var code = spelled.Split(':', 2)[0];
        code = code[(code.LastIndexOf('#') + 1)..].Trim();
        return code.Length == 0 ? null : code;
    }
}
