using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.PowerShell.Errors;

/// <summary>Every error of the module: its stable id, its category and what to do.</summary>
internal static class ErrorTable
{
    private static readonly Dictionary<string, (ErrorCategory Category, string Action)> s_rows = new()
    {
        [ErrorId.InvalidUserPoolId] = (ErrorCategory.InvalidArgument, "Give the pool's id, for instance eu-west-1_AbCdEfGhI."),
        [ErrorId.ProviderNotSpecified] = (ErrorCategory.InvalidArgument, "Give -ProviderName or -AllProviders."),
        [ErrorId.ProviderNotFound] = (ErrorCategory.ObjectNotFound, "Give one of the pool's provider names, exact in case."),
        [ErrorId.InvalidProviderPattern] = (ErrorCategory.InvalidArgument, "Escape literal brackets with a backtick."),
        [ErrorId.SubjectHasProviderPrefix] = (ErrorCategory.InvalidArgument, "Give the subject without the provider's prefix."),
        [ErrorId.NativeNotAsked] = (ErrorCategory.InvalidArgument, "Use -Username with -Native."),
        [ErrorId.IncompleteRow] = (ErrorCategory.InvalidData, "Fill in the row's missing value."),
        [ErrorId.MalformedIdentities] = (ErrorCategory.InvalidData, "Look at the user with AdminGetUser."),
        [ErrorId.IdentityNotOwned] = (ErrorCategory.ObjectNotFound, "Take the identity from Get-CGIPLinkedIdentity."),
        [ErrorId.WouldLockOut] = (ErrorCategory.PermissionDenied, "Give the user another sign-in first, or use -AllowLockout."),
        [ErrorId.IdentityNotLinked] = (ErrorCategory.ObjectNotFound, "Take the identity from Get-CGIPLinkedIdentity."),
        [ErrorId.IdentityStillLinked] = (ErrorCategory.InvalidResult, "Look who held the same identity before repeating it."),
        [ErrorId.SignOutFailed] = (ErrorCategory.NotSpecified, "Sign the user out with AdminUserGlobalSignOut."),
        [ErrorId.LocalUserPoolNotStarted] = (ErrorCategory.ResourceUnavailable, "Read the message."),
        [ErrorId.LocalUserPoolNotFound] = (ErrorCategory.ObjectNotFound, "Start one with Start-CGIPLocalUserPool."),
        [nameof(CognitoErrorKind.UserNotFound)] = (ErrorCategory.ObjectNotFound, "Check the username and the pool."),
        [nameof(CognitoErrorKind.ResourceNotFound)] = (ErrorCategory.ObjectNotFound, "Check the pool's id, the region and the account."),
        [nameof(CognitoErrorKind.InvalidParameter)] = (ErrorCategory.InvalidArgument, "Read the service's message."),
        [nameof(CognitoErrorKind.NotAuthorized)] = (ErrorCategory.PermissionDenied, "Read the service's message."),
        [nameof(CognitoErrorKind.AccessDenied)] = (ErrorCategory.PermissionDenied, "Grant the IAM action that the message names."),
        [nameof(CognitoErrorKind.Forbidden)] = (ErrorCategory.PermissionDenied, "Look at the rules of the web application firewall."),
        [nameof(CognitoErrorKind.AliasExists)] = (ErrorCategory.ResourceExists, "Read the service's message."),
        [nameof(CognitoErrorKind.LimitExceeded)] = (ErrorCategory.LimitsExceeded, "A resource limit is reached; repeating will not help."),
        [nameof(CognitoErrorKind.Throttled)] = (ErrorCategory.LimitsExceeded, "Try again later."),
        [nameof(CognitoErrorKind.OperationNotEnabled)] = (ErrorCategory.InvalidOperation, "Use the pool's primary region."),
        [nameof(CognitoErrorKind.ServiceFault)] = (ErrorCategory.ResourceUnavailable, "Try again later."),
        [nameof(CognitoErrorKind.CredentialsRefused)] = (ErrorCategory.AuthenticationError, "Renew the credentials and check the clock."),
        [nameof(CognitoErrorKind.CredentialsNotFound)] = (ErrorCategory.AuthenticationError, "Give -ProfileName, keys, or set up a default profile."),
        [nameof(CognitoErrorKind.ProfileNotFound)] = (ErrorCategory.ObjectNotFound, "Give the name of an existing profile."),
        [nameof(CognitoErrorKind.RegionNotFound)] = (ErrorCategory.InvalidArgument, "Give -Region."),
        [nameof(CognitoErrorKind.InvalidEndpoint)] = (ErrorCategory.InvalidArgument, "Give an absolute https URL."),
        [nameof(CognitoErrorKind.Timeout)] = (ErrorCategory.OperationTimeout, "Check the network and try again."),
        [nameof(CognitoErrorKind.ConnectionFailed)] = (ErrorCategory.ConnectionError, "Check the network, the region and the endpoint."),
        [nameof(CognitoErrorKind.UnexpectedResponse)] = (ErrorCategory.InvalidResult, "Check the proxy and the endpoint."),
        [nameof(CognitoErrorKind.Unknown)] = (ErrorCategory.NotSpecified, "Read the service's message."),
    };

    /// <summary>Whether the exception is one of ours, made for people.</summary>
    public static bool Knows(Exception exception) => exception is UnlinkException or CognitoException or LocalUserPoolException;

    /// <summary>The record for an exception that <see cref="Knows"/> accepts.</summary>
    public static ErrorRecord Record(Exception exception, object? target)
    {
        var id = exception switch
        {
            UnlinkException own => own.ErrorId,
            CognitoException service => service.Kind.ToString(),
            LocalUserPoolException => ErrorId.LocalUserPoolNotStarted,
            _ => throw new ArgumentException("Not an error of this module.", nameof(exception), exception),
        };
        var (category, action) = s_rows[id];
        return new ErrorRecord(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = action },
        };
    }
}
