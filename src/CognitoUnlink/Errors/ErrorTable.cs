using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Errors;

/// <summary>Every error of the module: its stable id and its category. What to do about it is in <see cref="ErrorAdvice"/>.</summary>
internal static class ErrorTable
{
    private static readonly Dictionary<string, ErrorCategory> s_categories = new()
    {
        [ErrorId.InvalidUserPoolId] = ErrorCategory.InvalidArgument,
        [ErrorId.ProviderNotSpecified] = ErrorCategory.InvalidArgument,
        [ErrorId.SeveralProviders] = ErrorCategory.InvalidArgument,
        [ErrorId.NotAUser] = ErrorCategory.InvalidArgument,
        [ErrorId.ProviderNotFound] = ErrorCategory.ObjectNotFound,
        [ErrorId.InvalidProviderPattern] = ErrorCategory.InvalidArgument,
        [ErrorId.SubjectHasProviderPrefix] = ErrorCategory.InvalidArgument,
        [ErrorId.NativeNotAsked] = ErrorCategory.InvalidArgument,
        [ErrorId.UsernameMissing] = ErrorCategory.InvalidArgument,
        [ErrorId.MaximumChangeReached] = ErrorCategory.LimitsExceeded,
        [ErrorId.IncompleteRow] = ErrorCategory.InvalidData,
        [ErrorId.RowNotReadable] = ErrorCategory.InvalidData,
        [ErrorId.OtherUserPool] = ErrorCategory.InvalidData,
        [ErrorId.FileNotReadable] = ErrorCategory.ReadError,
        [ErrorId.UnknownFileForm] = ErrorCategory.InvalidData,
        [ErrorId.MalformedIdentities] = ErrorCategory.InvalidData,
        [ErrorId.IdentityNotOwned] = ErrorCategory.ObjectNotFound,
        [ErrorId.WouldLockOut] = ErrorCategory.PermissionDenied,
        [ErrorId.OwnIdentity] = ErrorCategory.InvalidOperation,
        [ErrorId.IdentityNotLinked] = ErrorCategory.ObjectNotFound,
        [ErrorId.IdentityStillLinked] = ErrorCategory.InvalidResult,
        [ErrorId.LinkNotPossible] = ErrorCategory.InvalidOperation,
        [ErrorId.LinkNotShown] = ErrorCategory.InvalidResult,
        [ErrorId.SignOutFailed] = ErrorCategory.InvalidResult,
        [ErrorId.LocalUserPoolNotStarted] = ErrorCategory.ResourceUnavailable,
        [ErrorId.InvalidFault] = ErrorCategory.InvalidArgument,
        [ErrorId.LocalUserPoolStopped] = ErrorCategory.ResourceUnavailable,
        [ErrorId.LocalUserPoolNotFound] = ErrorCategory.ObjectNotFound,
        [ErrorId.JournalInUse] = ErrorCategory.ResourceBusy,
        [ErrorId.JournalDamaged] = ErrorCategory.InvalidData,
        [ErrorId.JournalNotReadable] = ErrorCategory.ReadError,
        [ErrorId.JournalNotWritable] = ErrorCategory.WriteError,
        [nameof(CognitoErrorKind.UserNotFound)] = ErrorCategory.ObjectNotFound,
        [nameof(CognitoErrorKind.ResourceNotFound)] = ErrorCategory.ObjectNotFound,
        [nameof(CognitoErrorKind.InvalidParameter)] = ErrorCategory.InvalidArgument,
        [nameof(CognitoErrorKind.NotAuthorized)] = ErrorCategory.PermissionDenied,
        [nameof(CognitoErrorKind.AccessDenied)] = ErrorCategory.PermissionDenied,
        [nameof(CognitoErrorKind.Forbidden)] = ErrorCategory.PermissionDenied,
        [nameof(CognitoErrorKind.AliasExists)] = ErrorCategory.ResourceExists,
        [nameof(CognitoErrorKind.LimitExceeded)] = ErrorCategory.LimitsExceeded,
        [nameof(CognitoErrorKind.Throttled)] = ErrorCategory.LimitsExceeded,
        [nameof(CognitoErrorKind.OperationNotEnabled)] = ErrorCategory.InvalidOperation,
        [nameof(CognitoErrorKind.ServiceFault)] = ErrorCategory.ResourceUnavailable,
        [nameof(CognitoErrorKind.CredentialsRefused)] = ErrorCategory.AuthenticationError,
        [nameof(CognitoErrorKind.CredentialsNotFound)] = ErrorCategory.AuthenticationError,
        [nameof(CognitoErrorKind.ProfileNotFound)] = ErrorCategory.ObjectNotFound,
        [nameof(CognitoErrorKind.LoginRequired)] = ErrorCategory.AuthenticationError,
        [nameof(CognitoErrorKind.RegionNotFound)] = ErrorCategory.InvalidArgument,
        [nameof(CognitoErrorKind.RegionMismatch)] = ErrorCategory.InvalidArgument,
        [nameof(CognitoErrorKind.InvalidEndpoint)] = ErrorCategory.InvalidArgument,
        [nameof(CognitoErrorKind.Timeout)] = ErrorCategory.OperationTimeout,
        [nameof(CognitoErrorKind.ConnectionFailed)] = ErrorCategory.ConnectionError,
        [nameof(CognitoErrorKind.UnexpectedResponse)] = ErrorCategory.InvalidResult,
        [nameof(CognitoErrorKind.Unknown)] = ErrorCategory.NotSpecified,
    };

    /// <summary>The record for an exception of this product.</summary>
    public static ErrorRecord Record(Exception exception, object? target)
    {
        var id = ErrorAdvice.IdOf(exception) ?? throw new ArgumentException("Not an error of this product.", nameof(exception), exception);
        return new ErrorRecord(exception, id, s_categories[id], target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = ErrorAdvice.For(id) },
        };
    }
}
