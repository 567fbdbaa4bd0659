using CognitoUnlink.Gateway;

namespace CognitoUnlink.Errors;

/// <summary>What to do about an error, where its message does not say so already.</summary>
public static class ErrorAdvice
{
    private static readonly Dictionary<string, string> s_byId = new()
    {
        [ErrorId.InvalidUserPoolId] = "Give the pool's id, of the form region_name, for instance eu-west-1_AbCdEfGhI. 'aws cognito-idp list-user-pools --max-results 60' and Get-CGIPUserPoolList show yours.",
        [ErrorId.ProviderNotSpecified] = "Name the providers whose identities are to go (wildcards allowed), or ask for all of them.",
        [ErrorId.SeveralProviders] = "Give one name, or pipe one row for each identity.",
        [ErrorId.NotAUser] = "Pipe users (with a property Username) or their names, or pipe nothing to read the whole pool.",
        [ErrorId.ProviderNotFound] = "Give one of the pool's provider names, exact in case.",
        [ErrorId.InvalidProviderPattern] = "Write a literal bracket as `[.",
        [ErrorId.SubjectHasProviderPrefix] = "Leave the prefix out and give the subject exactly as in the user's 'identities': usernames may be in lower case where the subject is not. If the subject really starts so, name the user too.",
        [ErrorId.NativeNotAsked] = "To deactivate the password sign-in use -Username with -Native.",
        [ErrorId.UsernameMissing] = "Look at the variable or the row that the username comes from.",
        [ErrorId.MaximumChangeReached] = "Look at what was done, then run again for the rest, with a higher limit if that is meant (-MaximumChange, --maximum-change).",
        [ErrorId.IncompleteRow] = "Fill in the missing value: an identity needs ProviderName, ProviderAttributeName and ProviderAttributeValue.",
        [ErrorId.RowNotReadable] = "Look at the line. Values that hold the delimiter, quotes or line breaks belong in quotes, and quotes within them are doubled.",
        [ErrorId.OtherUserPool] = "Give one file for each pool, or leave --user-pool-id out, so that each row's own pool is taken.",
        [ErrorId.FileNotReadable] = "Check the path and your permissions.",
        [ErrorId.MalformedIdentities] = "Look at the user with AdminGetUser.",
        [ErrorId.IdentityNotOwned] = "Take provider and subject from Get-CGIPLinkedIdentity; both are case-sensitive.",
        [ErrorId.WouldLockOut] = "Give the user another sign-in first, or allow it (-AllowLockout, --allow-lockout).",
        [ErrorId.OwnIdentity] = "To keep the person out, disable or delete the user (AdminDisableUser, AdminDeleteUser). With -AllowLockout (--allow-lockout) the request is sent all the same.",
        [ErrorId.IdentityNotLinked] = "Take provider and subject from Get-CGIPLinkedIdentity. A SAML or OIDC link that was never signed in with needs the attribute it was made with.",
        [ErrorId.IdentityStillLinked] = "Do not repeat it. Look for the user who lost the identity, and link it again with AdminLinkProviderForUser.",
        [ErrorId.LinkNotPossible] = "Remove the obstacle that the message names, then run the undo again. Deleting a profile is for you to decide: what is in it is lost.",
        [ErrorId.LinkNotShown] = "Run it again: it links only what the user does not show by then.",
        [ErrorId.SignOutFailed] = "Sign the user out with AdminUserGlobalSignOut.",
        [ErrorId.LocalUserPoolStopped] = "Start it again, or say that the pool of AWS is meant: with -ProfileName, keys or -EndpointUrl, or in a new session.",
        [ErrorId.LocalUserPoolNotFound] = "Get-CGIPLocalUserPool lists those that run; Start-CGIPLocalUserPool starts one.",
        [ErrorId.JournalInUse] = "Wait for the other run to end, or give another journal.",
        [ErrorId.JournalDamaged] = "Check that it is the right file. Restore it from a copy, or begin a new journal; a new one does not know what was done.",
        [ErrorId.JournalNotReadable] = "Check the path and your permissions.",
        [ErrorId.JournalNotWritable] = "Nothing is sent that is not in the journal. See to the disk, the path or the permissions, then give the same journal again to carry on.",
        [nameof(CognitoErrorKind.CredentialsNotFound)] = "The parameters are -ProfileName, -Credential, or -AccessKey with -SecretKey (command line: --profile). Start-CGIPLocalUserPool and --local need no AWS account.",
        [nameof(CognitoErrorKind.RegionMismatch)] = "Give the pool's own region (-Region, --region), or check the pool's id.",
        [nameof(CognitoErrorKind.RegionNotFound)] = "The parameter is -Region (command line: --region).",
        [nameof(CognitoErrorKind.ResourceNotFound)] = "Check the pool's id, the region and the account.",
    };

    /// <summary>What to do; null when the message says it.</summary>
    /// <param name="errorId">The error's id.</param>
    public static string? For(string errorId) => s_byId.GetValueOrDefault(errorId);

    /// <summary>The stable id of an exception that this product throws.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>Null for exceptions that are not made for people.</returns>
    public static string? IdOf(Exception exception) => exception switch
    {
        UnlinkException own => own.ErrorId,
        CognitoException service => service.Kind.ToString(),
        LocalUserPools.LocalUserPoolException => ErrorId.LocalUserPoolNotStarted,
        _ => null,
    };
}
