using System.Text.RegularExpressions;

namespace CognitoUnlink.Errors;

/// <summary>One row of <see cref="KnownErrors"/>.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Category">The name of PowerShell's error category.</param>
/// <param name="Target">What the error is about.</param>
/// <param name="Advice">What to do. Terms that differ between hosts are in braces; <see cref="ErrorAdvice.For"/> fills them in.</param>
public sealed record KnownError(string Id, string Category, string Target, string Advice);

/// <summary>Every error of this product. The page docs/errors.md lists them too, and when each occurs.</summary>
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
        // Parameters and input.
        new(ErrorId.InvalidUserPoolId, "InvalidArgument", Input,
            "Give the pool's id, such as eu-west-1_AbCdEfGhI. To list your pools, use {ListPools}."),
        new(ErrorId.ProviderNotSpecified, "InvalidArgument", Parameter,
            "Name the providers with {ProviderName} (wildcards are allowed), or use {AllProviders}, but not both."),
        new(ErrorId.SeveralProviders, "InvalidArgument", Input,
            "Name one provider. To unlink several identities, give one row for each."),
        new(ErrorId.NotAUser, "InvalidArgument", Input,
            "Give a user or an identity: users have a Username, identities a ProviderName and a Subject."),
        new(ErrorId.ProviderNotFound, "ObjectNotFound", PoolId,
            "Give the name of one of the pool's providers. {List} shows the names in use."),
        new(ErrorId.InvalidProviderPattern, "InvalidArgument", Parameter,
            "Write a literal bracket as `[. * stands for any text, ? for one character, [abc] for one of several."),
        new(ErrorId.SubjectHasProviderPrefix, "InvalidArgument", Input,
            "Give the subject without the provider's name, exactly as in the user's 'identities' attribute. A federated username may be in lower case even if the subject is not. If the subject really starts with this prefix, also name the user ({Username}). To link it, give the identity as a row."),
        new(ErrorId.NativeNotAsked, "InvalidArgument", Input,
            "{DeactivatePassword}"),
        new(ErrorId.UsernameMissing, "InvalidArgument", Input,
            "Check the variable or the row that the username comes from."),
        new(ErrorId.MaximumChangeReached, "LimitsExceeded", Input,
            "Review the changes, then run the command again for the rest, or give a higher {MaximumChange}. With a journal, completed changes are skipped."),
        new(ErrorId.StopAfterReached, "LimitsExceeded", Input,
            "Run the same command again in the next maintenance window. With a journal, completed changes are skipped."),
        new(ErrorId.IncompleteRow, "InvalidData", Input,
            "Fill in the missing value. An identity needs ProviderName, ProviderAttributeName and ProviderAttributeValue."),

        new(ErrorId.UnknownColumn, "InvalidData", Input,
            "Rename the column, map it to a known name ({ColumnMap}), or remove it. Such columns are never ignored, because the row could then affect more identities than intended."),
        new(ErrorId.AmbiguousRow, "InvalidData", Input,
            "Keep one of the values: a row names one user and one identity. Give a list of users on its own."),
        new(ErrorId.OtherUser, "ObjectNotFound", ResultOrInput,
            "Compare the row with the user. The user may have been deleted and created again with the same name. To use this user anyway, remove the sub column from the row. If the service returned a different user, give the real username, and check which endpoint was used ({Verbose})."),
        new(ErrorId.InvalidUsername, "InvalidArgument", Input,
            "Correct the username. It can have at most 128 characters and no spaces. In a list, put each name on its own line."),
        new(ErrorId.UserPoolNotSpecified, "InvalidArgument", Input,
            "Give {UserPoolId}, or objects that have a UserPoolId: 'Select-Object UserPoolId, Username' keeps it."),
        new(ErrorId.EmptyValue, "InvalidArgument", Parameter,
            "Check the variable that the value comes from, or omit the parameter."),
        new(ErrorId.VariableNotWritable, "InvalidArgument", Parameter,
            "Give the name of a new variable, without $, such as 'summary'."),
        new(ErrorId.CredentialPiped, "InvalidArgument", Input,
            "Pass the credentials as {Credential}. They apply to all piped objects."),
        new(ErrorId.FormattedObject, "InvalidArgument", Input,
            "Pass the objects themselves. Use formatting only at the end of a pipeline. To choose properties, use Select-Object."),
        new(ErrorId.InvalidColumnMap, "InvalidArgument", Parameter,
            "Correct the column map. It maps a known column to a column in your rows: {ColumnMap}."),

        // Rows and files.
        new(ErrorId.RowNotReadable, "InvalidData", Row,
            "Correct the value or the line. In CSV, enclose values that contain the delimiter, quotes or line breaks in quotes, and double the quotes within them. If a spreadsheet shortened a number, export its column as text."),
        new(ErrorId.OtherUserPool, "InvalidData", Row,
            "Use one file for each pool, or omit {UserPoolId} so that each row's own pool is used."),
        new(ErrorId.FileNotReadable, "ReadError", Path,
            "Check the path and your permissions. Files are CSV, JSON or JSON Lines; - is stdin."),
        new(ErrorId.UnknownFileForm, "InvalidData", Path,
            "Check that the file is complete. It must have rows with a Username, or with a ProviderName and a Subject (or ProviderAttributeName and ProviderAttributeValue), as CSV with a header, JSON or JSON Lines. {List} and {Unlink} write such rows."),

        // Guards.
        new(ErrorId.MalformedIdentities, "InvalidData", Input,
            "Check the user with AdminGetUser. The 'identities' attribute must be a JSON array. Until it is repaired, the user is not changed."),
        new(ErrorId.IdentityNotOwned, "ObjectNotFound", Result,
            "Copy the provider and the subject from {List}. Both are case-sensitive. A subject does not have the provider's name in front, and a SAML or OIDC subject can look like someone else's."),
        new(ErrorId.WouldLockOut, "PermissionDenied", Result,
            "First give the user another way to sign in: a password ({Fallback} if they have a verified address, otherwise AdminSetUserPassword) or a second identity. {AllowLockout} unlinks anyway."),
        new(ErrorId.NoRecovery, "PermissionDenied", Result,
            "If the pool lets users reset their passwords, verify the user's e-mail address or phone number. Otherwise set a password, hand it to the user (AdminSetUserPassword), and unlink with {AllowNoRecovery}."),
        new(ErrorId.UnknownStatus, "PermissionDenied", Result,
            "Check the user with AdminGetUser. {AllowLockout} unlinks anyway."),
        new(ErrorId.UserBusy, "ResourceBusy", Result,
            "Wait until the other run has ended, then run again."),
        new(ErrorId.Stranded, "InvalidResult", Result,
            "Unless the message says that it was linked again, link the identity ({Link}) or give the user a password (AdminSetUserPassword) now. {Repair} links such an identity again automatically in future runs."),
        new(ErrorId.OwnIdentity, "InvalidOperation", Result,
            "To keep the person out, disable or delete the user. AdminDisableUser can be undone, AdminDeleteUser cannot. With {AllowLockout} the request is sent anyway."),
        new(ErrorId.IdentityNotLinked, "ObjectNotFound", Result,
            "Compare the provider and the subject with {List}. For a SAML or OIDC link that was never used to sign in, give the attribute it was made with ({LinkedAttribute})."),
        new(ErrorId.IdentityStillLinked, "InvalidResult", Result,
            "Do not repeat the request. Find the other user, who may have lost the identity, and link it to that user again with {Link} or AdminLinkProviderForUser."),
        new(ErrorId.LinkNotPossible, "InvalidOperation", Result,
            "Remove the cause named in the message, then run the command again. If you delete a federated user, its data is lost."),
        new(ErrorId.LinkNotShown, "InvalidResult", Result,
            "Run again. Only identities that the user still lacks are linked."),
        new(ErrorId.SignOutFailed, "InvalidResult", Result,
            "Sign the user out with AdminUserGlobalSignOut. Otherwise, issued tokens work until they expire. {SignOut} needs the permission cognito-idp:AdminUserGlobalSignOut."),

        // Local user pools.
        new(ErrorId.LocalUserPoolNotStarted, "ResourceUnavailable", PoolId,
            "Correct the problem, then start the pool again. {LocalPoolStart}"),
        new(ErrorId.InvalidFault, "InvalidArgument", Fault,
            "Correct the fault. {FaultHelp} describes what is possible."),
        new(ErrorId.LocalUserPoolStopped, "ResourceUnavailable", Input,
            "{LocalPoolStopped}"),
        new(ErrorId.LocalUserPoolNotFound, "ObjectNotFound", PoolId,
            "Start it, or name one that is running. {LocalPoolList}"),

        // Journals.
        new(ErrorId.JournalInUse, "ResourceBusy", Path,
            "Wait for the other run to end, or use another journal. To resume or undo the job later, you then need both journals."),
        new(ErrorId.JournalDamaged, "InvalidData", Path,
            "Check the path. For CSV rows, use {ReadRows}. Restore a damaged journal from a copy. A new journal does not know what was done."),
        new(ErrorId.JournalNotReadable, "ReadError", Path,
            "Check the path and your permissions."),
        new(ErrorId.JournalNotWritable, "WriteError", PathOrResult,
            "Check the disk, the path and your permissions, then run again with the same journal to continue. No request is sent unless it is in the journal."),

        new(ErrorId.RowTooLong, "LimitsExceeded", ResultOrInput,
            "Look for an unclosed quotation mark: everything up to the next one becomes one value. If the row is correct, shorten the value."),
        new(ErrorId.JournalTooNew, "InvalidData", Path,
            "Use the version that wrote the journal, or a later one. A new journal would not know what was done."),
        new(ErrorId.OtherPlace, "InvalidOperation", PathOrResult,
            "Send requests to the place that the message names: an AWS region with {Region}, any other endpoint with {EndpointUrl}. Or use another journal. A journal, and each record of it, applies only to the place where it was made."),
        new(ErrorId.PlaceNotConfirmed, "InvalidOperation", PathOrResult,
            "Find out where the journal was made. If it was made here, confirm the prompt or use {Force}. Otherwise use another journal."),

        // App clients.
        new(ErrorId.ClientNotSpecified, "InvalidArgument", Parameter,
            "Name the app clients with {ClientId}, or give the journal of the run that closed them ({JournalPath})."),
        new(ErrorId.LastProvider, "PermissionDenied", Result,
            "Give the app client another provider first, such as COGNITO for the pool's own sign-in. Or delete the client if it is not needed."),
        new(ErrorId.ClientSettingRefused, "InvalidOperation", Result,
            "Correct the named setting in the app client, for instance in the console, then run again."),
        new(ErrorId.ClientSettingsDiffer, "InvalidResult", Result,
            "Check the named settings and correct them now; people may be unable to sign in. CloudTrail shows whether someone else changed the client."),

        // Passwords to reset.
        new(ErrorId.NoVerifiedAddress, "PermissionDenied", Result,
            "Verify the user's e-mail address or phone number, then run again; or set a password that you hand to them (AdminSetUserPassword)."),
        new(ErrorId.FederatedProfile, "InvalidOperation", Result,
            "Exclude federated users. AWS warns against giving them a password, because it turns them into users of the pool. The person needs a native user."),
        new(ErrorId.RecoveryByAdministratorsOnly, "InvalidOperation", ResultOrInput,
            "In the pool's account recovery setting, let people reset their passwords by e-mail or phone, or set passwords that you hand out (AdminSetUserPassword)."),
        new(ErrorId.NotifyFileExists, "ResourceExists", Path,
            "Give the path of a new file: the list from an earlier run is needed until everyone in it has been contacted."),
        new(ErrorId.NotifyFileNotWritable, "WriteError", PathOrResult,
            "Check the disk, the path and your permissions. The results and the journal say who has a password; the list may be incomplete."),

        // Probes.
        new(ErrorId.ProbePoolLeft, "InvalidResult", PoolId,
            "{ProbeCleanUp} Until then, the pool remains. It contains only made-up users."),
        new(ErrorId.ProbeFileNotWritable, "WriteError", Path,
            "Give a path in an existing folder that you may write to."),

        // Reports.
        new(ErrorId.NotReportable, "InvalidArgument", Input,
            "Give paths of journals ({ReportJournal}), output of {Check} ({Finding}) or output of {Compare} ({Comparison})."),
        new(ErrorId.ReportExists, "ResourceExists", Path,
            "Give another path, or omit {NoClobber} to overwrite the file."),
        new(ErrorId.ReportNotWritable, "WriteError", Path,
            "Give a path in an existing folder that you may write to. The page is first written to a temporary file there, so the folder needs room for it."),

        // The service.
        Of(CognitoErrorKind.UserNotFound, "ObjectNotFound",
            "Check the username: it may be case-sensitive, and {Username} does not accept wildcards. {List} shows the users who have identities."),
        Of(CognitoErrorKind.ResourceNotFound, "ObjectNotFound",
            "Check the pool's id, the region and the account: {Verbose} shows which were used, {ListPools} shows the pools there, and {ProfileName} selects another account."),
        Of(CognitoErrorKind.InvalidParameter, "InvalidArgument",
            "Correct the value that the service names. {List} shows usernames, providers and subjects as the service expects them."),
        Of(CognitoErrorKind.NotAuthorized, "PermissionDenied",
            "Check the user with AdminGetUser, and the pool. This is not an IAM error: the state of the user or the pool does not allow the operation."),
        Of(CognitoErrorKind.AccessDenied, "PermissionDenied",
            "Add the action, on the pool's ARN, to an IAM policy of the caller. An explicit deny, a permissions boundary or a service control policy can also forbid it."),
        Of(CognitoErrorKind.Forbidden, "PermissionDenied",
            "Have the pool's web application firewall (AWS WAF) let these requests through, or send them from a network that it allows. Its sampled requests show the rule."),
        Of(CognitoErrorKind.AliasExists, "ResourceExists",
            "Another user has the same e-mail address, phone number or preferred username. Change it there, then run again."),
        Of(CognitoErrorKind.LimitExceeded, "LimitsExceeded",
            "A resource quota is used up, for instance five identities per user. Free some of it, then run again: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html"),
        Of(CognitoErrorKind.Throttled, "LimitsExceeded",
            "Give a lower {RequestsPerSecond}, or wait until other applications use less of the quota. Then repeat the command for the failed items. AWS does not raise the quota that unlinking uses (UserUpdate)."),
        Of(CognitoErrorKind.OperationNotEnabled, "InvalidOperation",
            "Use the primary's region with {Region}. A replica has the primary's id but is read-only."),
        Of(CognitoErrorKind.OperationNotSupported, "NotImplemented",
            "Use a server that supports the operation: Amazon Cognito itself, or a local user pool. {EndpointUrl}, AWS_ENDPOINT_URL and profiles name endpoints; {Verbose} shows which was used."),
        Of(CognitoErrorKind.ServiceFault, "ResourceUnavailable",
            "The request was tried six times. Repeat the command later for the failed items. With a journal, the next run reads the user to find out whether the change was made."),
        Of(CognitoErrorKind.Unknown, "NotSpecified",
            "Look the code up in the API reference of Amazon Cognito user pools: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html"),

        // Credentials and region.
        Of(CognitoErrorKind.CredentialsRefused, "AuthenticationError",
            "Check the keys ('aws sts get-caller-identity' shows whether they work), whether they have expired, and this computer's clock. Temporary keys need their session token; get new ones with 'aws sso login' or from whoever issued them. {ProfileName} selects another profile."),
        Of(CognitoErrorKind.CredentialsNotFound, "AuthenticationError",
            "Set up a profile with 'aws configure' or 'aws configure sso', and name it with {ProfileName} unless it is the default. {OtherCredentials}"),
        Of(CognitoErrorKind.ProfileNotFound, "ObjectNotFound",
            "Correct the profile's name or its settings. 'aws configure list-profiles' shows the names; {ProfileFile} names another file."),
        Of(CognitoErrorKind.LoginRequired, "AuthenticationError",
            "{SignIn}, then run again; with a journal it continues."),
        Of(CognitoErrorKind.RegionNotFound, "InvalidArgument",
            "Give {Region} or set AWS_REGION. A pool's id also names its region."),
        Of(CognitoErrorKind.RegionMismatch, "InvalidArgument",
            "Omit {Region}, or give the region that the message names from the pool's id. If a row names another region, one that you give replaces it. Otherwise check the pool's id. If no profile or variable names a region, the one in the pool's id is used. {List} with {Replica} reads a replica."),

        // The connection to the service.
        Of(CognitoErrorKind.InvalidEndpoint, "InvalidArgument",
            "Correct the endpoint URL, or the setting that the message names. {EndpointUrl}, AWS_ENDPOINT_URL and profiles name endpoints; without one, requests go to the region's own endpoint."),
        Of(CognitoErrorKind.Timeout, "OperationTimeout",
            "Check that this computer can reach the endpoint ({Verbose} shows it), then run again. With a journal, the next run reads the user to find out whether the change was made."),
        Of(CognitoErrorKind.ConnectionFailed, "ConnectionError",
            "The request was tried six times. Check that this computer can reach the endpoint ({Verbose} shows it), then run again. With a journal, the next run reads the user to find out whether the change was made."),
        Of(CognitoErrorKind.UnexpectedResponse, "InvalidResult",
            "Check which server answers at the endpoint. {Verbose} shows the endpoint."),
    ]).ToDictionary(error => error.Id);

    /// <summary>All errors, in the order of the table.</summary>
    public static IReadOnlyCollection<KnownError> All => s_byId.Values;

    /// <summary>Gets the error with an id.</summary>
    /// <param name="errorId">The id.</param>
    public static KnownError Get(string errorId) => s_byId[errorId];

    private static KnownError Of(CognitoErrorKind kind, string category, string advice) =>
        new(kind.ToString(), category, ResultOrInput, advice);
}

/// <summary>The advice to the user about an error.</summary>
public static partial class ErrorAdvice
{
    /// <summary>What to do about an error, in the terms of a host.</summary>
    /// <param name="errorId">The error's id.</param>
    /// <param name="nameOf">Returns the host's term for an option, a command or an action, by its name in <see cref="KnownErrors"/>.</param>
    public static string For(string errorId, Func<string, string> nameOf) =>
        Names().Replace(KnownErrors.Get(errorId).Advice, match => nameOf(match.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Names();
}
