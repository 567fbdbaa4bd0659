using CognitoUnlink.Gateway;

namespace CognitoUnlink.Errors;

/// <summary>Every error of this product. The page docs/errors.md shows the same, and when each comes.</summary>
public static class KnownErrors
{
    // What an error is about.
    private const string Result = "result";
    private const string Input = "input";
    private const string ResultOrInput = "result or input";
    private const string PoolId = "user pool id";
    private const string Parameter = "parameter";
    private const string Path = "path";
    private const string PathOrResult = "path or result";
    private const string Fault = "fault";
    private const string Row = "row";

    private static readonly Dictionary<string, KnownError> s_byId = ((KnownError[])
    [
        // What was asked for.
        new(ErrorId.InvalidUserPoolId, "InvalidArgument", Input,
            "Give the pool's id, of the form region_name.",
            "Ids look like eu-west-1_AbCdEfGhI. 'aws cognito-idp list-user-pools --max-results 60' and Get-CGIPUserPoolList show yours."),
        new(ErrorId.ProviderNotSpecified, "InvalidArgument", Parameter,
            "Name the providers whose identities are to go, or ask for all of them.",
            "Give -ProviderName with wildcards or -AllProviders (command line: --provider, --all-providers), and not both."),
        new(ErrorId.SeveralProviders, "InvalidArgument", Input,
            "Name one provider.",
            "To unlink several identities pipe one row for each."),
        new(ErrorId.NotAUser, "InvalidArgument", Input,
            "Name a user or an identity.",
            "Users have a Username, identities a ProviderName and a Subject. To read a whole pool pipe nothing, or objects with a UserPoolId."),
        new(ErrorId.ProviderNotFound, "ObjectNotFound", PoolId,
            "Give one of the pool's provider names, exact in case.",
            "Get-CGIPLinkedIdentity shows the names in use; wildcards are allowed where several providers may be meant."),
        new(ErrorId.InvalidProviderPattern, "InvalidArgument", Parameter,
            "Write a literal bracket as `[.",
            "* stands for any text, ? for one character, [abc] for one of several."),
        new(ErrorId.SubjectHasProviderPrefix, "InvalidArgument", Input,
            "Leave the provider's name out of the subject.",
            "Give the subject exactly as in the user's 'identities': usernames may be in lower case where the subject is not. If the subject really starts so, name the user too (-Username); to link it, pipe the identity as an object."),
        new(ErrorId.NativeNotAsked, "InvalidArgument", Input,
            "Use -Native to deactivate the password sign-in.",
            "It goes with -Username: Disable-CGIPProviderForUser -UserPoolId ID -Username NAME -Native."),
        new(ErrorId.UsernameMissing, "InvalidArgument", Input,
            "Give a username.",
            "Look at the variable or the row that the username comes from."),
        new(ErrorId.MaximumChangeReached, "LimitsExceeded", Input,
            "Look at what was done, then run again for the rest.",
            "Give a higher limit if that is meant (-MaximumChange, --maximum-change). With a journal the next run leaves out what is done."),
        new(ErrorId.IncompleteRow, "InvalidData", Input,
            "Fill in the missing value.",
            "An identity needs ProviderName, ProviderAttributeName and ProviderAttributeValue."),

        new(ErrorId.UnknownColumn, "InvalidData", Input,
            "Rename the column, map it to a known name, or remove it.",
            "A column that could be the user, the provider, the subject or the pool is never ignored, since the row would then mean more than it says. Map it with -ColumnMap @{ Username = 'column' } (command line: --column Username=column)."),
        new(ErrorId.AmbiguousRow, "InvalidData", Input,
            "Leave one of the values.",
            "A row names one user and one identity."),
        new(ErrorId.OtherUser, "ObjectNotFound", Input,
            "Compare the row with the user.",
            "The user may have been deleted and made again under the same name. Take the column sub out of the row if that user is meant all the same."),
        new(ErrorId.InvalidUsername, "InvalidArgument", Input,
            "Correct the username.",
            "A username has no blanks and at most 128 characters. In a list each name has a line of its own."),
        new(ErrorId.InvalidColumnMap, "InvalidArgument", Parameter,
            "Correct the map of columns.",
            "It names a known column and the column that rows have: -ColumnMap @{ Username = 'cognito:username' } (command line: --column Username=cognito:username)."),

        // Files of the command line.
        new(ErrorId.RowNotReadable, "InvalidData", Row,
            "Correct the line.",
            "Values that hold the delimiter, quotes or line breaks belong in quotes, and quotes within them are doubled."),
        new(ErrorId.OtherUserPool, "InvalidData", Row,
            "Give one file for each pool.",
            "Or leave --user-pool-id out, so that each row's own pool is taken."),
        new(ErrorId.FileNotReadable, "ReadError", Path,
            "Check the path and your permissions.",
            "Files are CSV, JSON or JSON Lines; - is stdin."),
        new(ErrorId.UnknownFileForm, "InvalidData", Path,
            "Give a file of rows.",
            "Rows are CSV with a heading, JSON or JSON Lines. They have Username, or ProviderName with Subject or with ProviderAttributeName and ProviderAttributeValue; list and unlink write such rows."),

        // Guards.
        new(ErrorId.MalformedIdentities, "InvalidData", Input,
            "Look at the user with AdminGetUser.",
            "The attribute 'identities' should be a JSON array. Whoever wrote it otherwise has to repair it; until then the user is left alone."),
        new(ErrorId.IdentityNotOwned, "ObjectNotFound", Result,
            "Take provider and subject from Get-CGIPLinkedIdentity.",
            "Both are case-sensitive, and of the SAML and OIDC kind a subject can look like somebody else's."),
        new(ErrorId.WouldLockOut, "PermissionDenied", Result,
            "Give the user another sign-in first.",
            "A password or a second identity will do. To unlink all the same give -AllowLockout (--allow-lockout)."),
        new(ErrorId.OwnIdentity, "InvalidOperation", Result,
            "Disable or delete the user to keep the person out.",
            "AdminDisableUser can be undone, AdminDeleteUser cannot. With -AllowLockout (--allow-lockout) the request is sent all the same."),
        new(ErrorId.IdentityNotLinked, "ObjectNotFound", Result,
            "Compare provider and subject with Get-CGIPLinkedIdentity.",
            "A SAML or OIDC link that was never signed in with needs the attribute it was made with (-LinkedAttributeName, -LinkedAttributeValue)."),
        new(ErrorId.IdentityStillLinked, "InvalidResult", Result,
            "Do not repeat it; look for the user who lost the identity.",
            "Link it again with Enable-CGIPProviderForUser or AdminLinkProviderForUser."),
        new(ErrorId.LinkNotPossible, "InvalidOperation", Result,
            "Remove the obstacle, then run it again.",
            "Deleting a profile is for you to decide: what is in it is lost."),
        new(ErrorId.LinkNotShown, "InvalidResult", Result,
            "Run it again.",
            "Only what the user does not show by then is linked."),
        new(ErrorId.SignOutFailed, "InvalidResult", Result,
            "Sign the user out with AdminUserGlobalSignOut.",
            "Until then tokens that were issued go on working until they expire. -SignOut needs the permission cognito-idp:AdminUserGlobalSignOut."),

        // Local user pools.
        new(ErrorId.LocalUserPoolNotStarted, "ResourceUnavailable", PoolId,
            "Correct what the message names, then start it again.",
            "Get-CGIPLocalUserPool lists those that run; without -Port a free port is taken."),
        new(ErrorId.InvalidFault, "InvalidArgument", Fault,
            "Correct the fault.",
            "Get-Help Set-CGIPLocalUserPoolFault -Full says which faults there are."),
        new(ErrorId.LocalUserPoolStopped, "ResourceUnavailable", Input,
            "Start the local user pool again, or say that the pool of AWS is meant.",
            "-ProfileName, keys or -EndpointUrl say so, and so does a new session."),
        new(ErrorId.LocalUserPoolNotFound, "ObjectNotFound", PoolId,
            "Start it with Start-CGIPLocalUserPool, or name another.",
            "Get-CGIPLocalUserPool lists those that run."),

        // Journals.
        new(ErrorId.JournalInUse, "ResourceBusy", Path,
            "Wait for the other run to end, or give another journal.",
            "The message names the process that has it open. A job that has two journals is resumed and undone from each of them."),
        new(ErrorId.JournalDamaged, "InvalidData", Path,
            "Check that it is the right file.",
            "Restore it from a copy, or begin a new journal; a new one does not know what was done."),
        new(ErrorId.JournalNotReadable, "ReadError", Path,
            "Check the path and your permissions.",
            "A journal can be read only by whoever made it; run as that account, or have it copied."),
        new(ErrorId.JournalNotWritable, "WriteError", PathOrResult,
            "See to the disk, the path or the permissions.",
            "Nothing is sent that is not in the journal. Give the same journal again to carry on."),

        // Reports.
        new(ErrorId.ReportExists, "ResourceExists", Path,
            "Give another path.",
            "Or leave -NoClobber (--no-clobber) out to have the file overwritten."),
        new(ErrorId.ReportNotWritable, "WriteError", Path,
            "Give a path in a folder that is there and that you may write to.",
            "The page is written beside its place first, so the folder needs room for it."),

        // The service.
        Of(CognitoErrorKind.UserNotFound, "ObjectNotFound",
            "Check the username.",
            "Get-CGIPLinkedIdentity and Get-CGIPUserList show a pool's users. Usernames are case-sensitive in pools that were made so."),
        Of(CognitoErrorKind.ResourceNotFound, "ObjectNotFound",
            "Check the pool's id, the region and the account.",
            "-Verbose shows which region and whose credentials were used."),
        Of(CognitoErrorKind.InvalidParameter, "InvalidArgument",
            "Correct the value that the service names.",
            "Take usernames, providers and subjects as Get-CGIPLinkedIdentity shows them."),
        Of(CognitoErrorKind.NotAuthorized, "PermissionDenied",
            "Look at the state of the user and of the pool.",
            "NotAuthorizedException is not about IAM: the service refuses for what the user or the pool is. AdminGetUser shows the user."),
        Of(CognitoErrorKind.AccessDenied, "PermissionDenied",
            null,
            "Add the action, on the pool's ARN, to an IAM policy of the caller; an explicit deny, a permissions boundary or a service control policy must not stand against it."),
        Of(CognitoErrorKind.Forbidden, "PermissionDenied",
            "Have the pool's web application firewall let these requests through.",
            "AWS WAF blocked the request: see its sampled requests, or send from a network that it allows."),
        Of(CognitoErrorKind.AliasExists, "ResourceExists",
            "Free the alias first.",
            "Another user has the same e-mail address, phone number or preferred username. Change it there, then repeat."),
        Of(CognitoErrorKind.LimitExceeded, "LimitsExceeded",
            "Make room before repeating it.",
            "A quota that is no rate is used up, for instance five identities for a user: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"),
        Of(CognitoErrorKind.Throttled, "LimitsExceeded",
            "Go slower, or wait until others leave more of the quota.",
            "Give a lower -RequestsPerSecond (--requests-per-second), or have the quota raised. With a journal, run again for what failed."),
        Of(CognitoErrorKind.OperationNotEnabled, "InvalidOperation",
            "Send the change to the primary pool of the replica.",
            "Replicas are read-only; give the primary's -UserPoolId and -Region."),
        Of(CognitoErrorKind.ServiceFault, "ResourceUnavailable",
            "Run it again later for what failed.",
            "It was tried six times. https://health.aws.amazon.com shows the state of Amazon Cognito; with a journal, what is uncertain is settled by a read."),
        Of(CognitoErrorKind.Unknown, "NotSpecified",
            "Look the code up in the API reference of Amazon Cognito user pools.",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html"),

        // Credentials and region.
        Of(CognitoErrorKind.CredentialsRefused, "AuthenticationError",
            "Check the keys, whether they have expired, and this computer's clock.",
            "Temporary keys need their session token, and are had anew with aws sso login or from whoever gave them."),
        Of(CognitoErrorKind.CredentialsNotFound, "AuthenticationError",
            "Name a profile, or give an access key with its secret key.",
            "The parameters are -ProfileName, -Credential, or -AccessKey with -SecretKey (command line: --profile). Start-CGIPLocalUserPool and --local need no AWS account."),
        Of(CognitoErrorKind.ProfileNotFound, "ObjectNotFound",
            "Correct the profile's name or its settings.",
            "aws configure list-profiles shows the names; -ProfileLocation names another file."),
        Of(CognitoErrorKind.LoginRequired, "AuthenticationError",
            null,
            "Sign in, then run this again; with a journal it carries on."),
        Of(CognitoErrorKind.RegionNotFound, "InvalidArgument",
            "Name the region.",
            "The parameter is -Region (command line: --region)."),
        Of(CognitoErrorKind.RegionMismatch, "InvalidArgument",
            "Give the pool's own region, or check the pool's id.",
            "The parameter is -Region (command line: --region); without it the region of the pool's id is taken where no profile and no variable says another."),

        // The way to the service.
        Of(CognitoErrorKind.InvalidEndpoint, "InvalidArgument",
            "Correct the endpoint URL, or the setting that the message names.",
            "-EndpointUrl, AWS_ENDPOINT_URL and profiles name endpoints; without any, requests go to the region's own."),
        Of(CognitoErrorKind.Timeout, "OperationTimeout",
            null,
            "See whether the endpoint answers from here: it was tried six times. With a journal, run again: what is uncertain is settled by a read."),
        Of(CognitoErrorKind.ConnectionFailed, "ConnectionError",
            null,
            "See whether the endpoint can be reached from here; -Verbose shows which it is, and it was tried six times. With a journal, run again: what is uncertain is settled by a read."),
        Of(CognitoErrorKind.UnexpectedResponse, "InvalidResult",
            null,
            "See what answers at the endpoint; -Verbose shows which it is."),
    ]).ToDictionary(error => error.Id);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyCollection<KnownError> All => s_byId.Values;

    /// <summary>The row of an id.</summary>
    /// <param name="errorId">The id.</param>
    public static KnownError Get(string errorId) => s_byId[errorId];

    private static KnownError Of(CognitoErrorKind kind, string category, string? lead, string advice) =>
        new(kind.ToString(), category, ResultOrInput, lead, advice);
}
