using System.Collections.Frozen;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Errors;

/// <summary>
/// The one table from the service's codes to what they mean.
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
