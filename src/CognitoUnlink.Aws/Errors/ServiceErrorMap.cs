using System.Text.RegularExpressions;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Errors;

/// <summary>Makes exceptions from error answers. The code decides, not the status: Cognito's pages and its model disagree on statuses.</summary>
internal static class ServiceErrorMap
{
    private const int FirstServerStatus = 500;
    private const int NotImplemented = 501;
    private const string Health = " https://health.aws.amazon.com shows the state of Amazon Cognito.";

    public static CognitoException Read(ErrorReply reply, CallSite call)
    {
        var body = ErrorBody.TryRead(reply.Body);
        var code = CodeOf(reply, body);
        if (code is not null ? ErrorCodes.KindOf(code) == CognitoErrorKind.OperationNotSupported || reply.StatusCode == NotImplemented : IsEmulatorWithout(reply, call))
        {
            return NotSupported(reply, code, body?.Message, call);
        }

        if (code is null)
        {
            return reply.StatusCode >= FirstServerStatus ? ServerFault(reply, call) : NotFromCognito(reply.StatusCode, reply.Body, reply.RequestId, call);
        }

        var kind = ErrorCodes.KindOf(code);
        return new CognitoException(kind, Words(kind, code, body?.Message, call))
        {
            ErrorCode = code,
            Operation = call.Operation,
            RequestId = reply.RequestId,
            StatusCode = reply.StatusCode,
        };
    }

    /// <summary>Whether temporary keys have expired, so that new ones may help.</summary>
    public static bool SaysExpired(ErrorReply reply) =>
        CodeOf(reply) is "ExpiredToken" or "ExpiredTokenException";

    /// <summary>Whether the keys or the signature were refused; a wrong clock is one reason.</summary>
    public static bool SaysRefused(ErrorReply reply) =>
        CodeOf(reply) is { } code && ErrorCodes.KindOf(code) == CognitoErrorKind.CredentialsRefused;

    /// <summary>The service's code; null if it sent none.</summary>
    public static string? CodeOf(ErrorReply reply) => CodeOf(reply, ErrorBody.TryRead(reply.Body));

    /// <summary>An answer that is not Cognito's, whatever its status.</summary>
    public static CognitoException NotFromCognito(int statusCode, ReadOnlyMemory<byte> body, string? requestId, CallSite call) =>
        new(CognitoErrorKind.UnexpectedResponse, $"""
            The answer from {call.Host} to {call.Operation} does not come from Amazon Cognito: HTTP {statusCode}, {ForeignPage.Describe(body)}. Check the endpoint URL and the proxy, and whether this network requires signing in with a browser first.
            """)
        {
            Operation = call.Operation,
            RequestId = requestId,
            StatusCode = statusCode,
        };

    // moto, for example, answers unknown operations with a page of its web server.
    private static bool IsEmulatorWithout(ErrorReply reply, CallSite call) =>
        !call.IsAws && (reply.StatusCode == NotImplemented || (reply.StatusCode == FirstServerStatus && ForeignPage.IsPage(reply.Body)));

    private static CognitoException NotSupported(ErrorReply reply, string? code, string? text, CallSite call) =>
        new(CognitoErrorKind.OperationNotSupported, $"{call.Host} does not know {call.Operation}: {(code is null ? $"HTTP {reply.StatusCode}, {ForeignPage.Describe(reply.Body)}" : $"{code}{(string.IsNullOrWhiteSpace(text) ? string.Empty : $", {text.Trim()}")}").TrimEnd('.')}.")
        {
            ErrorCode = code,
            Operation = call.Operation,
            RequestId = reply.RequestId,
            StatusCode = reply.StatusCode,
        };

    /// <summary>An answer with invalid Unicode, such as half a surrogate pair.</summary>
    public static CognitoException NotText(int statusCode, string? requestId, CallSite call) =>
        new(CognitoErrorKind.UnexpectedResponse, $"The answer from {call.Host} to {call.Operation} cannot be read: it has text that is not Unicode (bytes that are not UTF-8, or half a character).")
        {
            Operation = call.Operation,
            RequestId = requestId,
            StatusCode = statusCode,
        };

    private static CognitoException ServerFault(ErrorReply reply, CallSite call) =>
        new(CognitoErrorKind.ServiceFault, $"{call.Host} answered {call.Operation} with HTTP {reply.StatusCode}, {ForeignPage.Describe(reply.Body)}.{(call.IsAws ? Health : string.Empty)}")
        {
            Operation = call.Operation,
            RequestId = reply.RequestId,
            StatusCode = reply.StatusCode,
        };

    private static string? CodeOf(ErrorReply reply, ErrorBody? body) => ErrorCodes.Bare(reply.ErrorType) ?? ErrorCodes.Bare(body?.Code);

    private static string Words(CognitoErrorKind kind, string code, string? text, CallSite call) => kind switch
    {
        CognitoErrorKind.AccessDenied => MissingPermission.Describe(call, text),
        CognitoErrorKind.CredentialsRefused =>
            $"AWS refused the credentials from {call.CredentialSource} ({code}): {text ?? "no reason given"}",
        CognitoErrorKind.Unknown => $"{call.Operation} failed with {code}: {text ?? "no message given"}",
        CognitoErrorKind.ServiceFault when call.IsAws => $"{(string.IsNullOrWhiteSpace(text) ? $"{call.Operation} failed with {code}." : text)}{Health}",
        _ when string.IsNullOrWhiteSpace(text) => $"{call.Operation} failed with {code}.",
        _ => text,
    };
}

/// <summary>What an error message may name: the operation and its pool, where it was sent, and whose credentials signed it.</summary>
internal sealed record CallSite(string Operation, string? UserPoolId, string Region, Uri Endpoint, string CredentialSource, TimeSpan Timeout)
{
    public string Host => Endpoint.Authority;

    public bool IsAws => EndpointPlaces.Of(Endpoint).IsAws;
}

/// <summary>
/// Names what an IAM policy must allow, whatever the service says.
/// <see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html"/>
/// </summary>
internal static partial class MissingPermission
{
    public static string Describe(CallSite call, string? text)
    {
        var said = string.IsNullOrWhiteSpace(text) ? "no reason given." : text;
        return $"AWS denied {CognitoClient.SigningName}:{call.Operation} on {Resource(call, said)} (credentials: {call.CredentialSource}): {said}";
    }

    private static string Resource(CallSite call, string said)
    {
        // Listing pools concerns no particular pool.
        if (call.UserPoolId is not { } pool)
        {
            return "*";
        }

        // A policy may have * in place of the account.
        var account = Account().Matches(said).OrderByDescending(match => match.Groups["service"].Value == CognitoClient.SigningName)
            .FirstOrDefault()?.Groups["account"].Value ?? "*";
        return $"arn:{Fn.GetAttr(Fn.Partition(call.Region), "name")}:{CognitoClient.SigningName}:{call.Region}:{account}:userpool/{pool}";
    }

    // The pool's own ARN if the service names it, else the caller's, which is in the same account.
    [GeneratedRegex(@"arn:[\w-]+:(?<service>[\w-]+):[\w-]*:(?<account>\d{12}):", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Account();
}
