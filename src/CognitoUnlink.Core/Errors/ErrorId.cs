namespace CognitoUnlink.Errors;

/// <summary>
/// The stable ids of this product's own errors. Errors from the service or the connection to it have the name of their
/// <see cref="CognitoErrorKind"/> instead.
/// </summary>
public static class ErrorId
{
    /// <summary>The user pool id does not have the form <c>region_name</c>.</summary>
    public const string InvalidUserPoolId = nameof(InvalidUserPoolId);

    /// <summary>Neither a provider nor all providers were specified.</summary>
    public const string ProviderNotSpecified = nameof(ProviderNotSpecified);

    /// <summary>Several providers were named for an identity, which has only one.</summary>
    public const string SeveralProviders = nameof(SeveralProviders);

    /// <summary>The piped object is not a user, an identity or a pool.</summary>
    public const string NotAUser = nameof(NotAUser);

    /// <summary>The pool has no identity provider of that name.</summary>
    public const string ProviderNotFound = nameof(ProviderNotFound);

    /// <summary>A provider pattern that is not valid, for instance <c>Okta[</c>.</summary>
    public const string InvalidProviderPattern = nameof(InvalidProviderPattern);

    /// <summary>A federated username was given where only the subject is expected.</summary>
    public const string SubjectHasProviderPrefix = nameof(SubjectHasProviderPrefix);

    /// <summary>The password sign-in was named as a provider; only <c>-Native</c> may deactivate it.</summary>
    public const string NativeNotAsked = nameof(NativeNotAsked);

    /// <summary>The user's attribute <c>identities</c> cannot be read.</summary>
    public const string MalformedIdentities = nameof(MalformedIdentities);

    /// <summary>The identity is not among those of the user it was to be removed from.</summary>
    public const string IdentityNotOwned = nameof(IdentityNotOwned);

    /// <summary>The user would have no way left to sign in.</summary>
    public const string WouldLockOut = nameof(WouldLockOut);

    /// <summary>The user would be left with a password that perhaps nobody knows and that cannot be reset.</summary>
    public const string NoRecovery = nameof(NoRecovery);

    /// <summary>The user's status does not show how the user can sign in.</summary>
    public const string UnknownStatus = nameof(UnknownStatus);

    /// <summary>Another run of this process is changing the same user, and did not end in time.</summary>
    public const string UserBusy = nameof(UserBusy);

    /// <summary>The identity is unlinked, and a read showed that the user has no way left to sign in.</summary>
    public const string Stranded = nameof(Stranded);

    /// <summary>The identity is a federated profile's own and not a link.</summary>
    public const string OwnIdentity = nameof(OwnIdentity);

    /// <summary>The service says that the identity is not linked, and nothing shows that it was unlinked earlier.</summary>
    public const string IdentityNotLinked = nameof(IdentityNotLinked);

    /// <summary>The service reported success, but the user still has the identity.</summary>
    public const string IdentityStillLinked = nameof(IdentityStillLinked);

    /// <summary>The identity cannot be linked to the user as things are.</summary>
    public const string LinkNotPossible = nameof(LinkNotPossible);

    /// <summary>The service reported that it linked the identity, but the user does not show it.</summary>
    public const string LinkNotShown = nameof(LinkNotShown);

    /// <summary>The identity is unlinked, but the user's tokens could not be revoked.</summary>
    public const string SignOutFailed = nameof(SignOutFailed);

    /// <summary>The given username is empty.</summary>
    public const string UsernameMissing = nameof(UsernameMissing);

    /// <summary>The run's maximum number of changes was reached.</summary>
    public const string MaximumChangeReached = nameof(MaximumChangeReached);

    /// <summary>The run's time limit was reached, and there is more to do.</summary>
    public const string StopAfterReached = nameof(StopAfterReached);

    /// <summary>A row has no value where one is needed.</summary>
    public const string IncompleteRow = nameof(IncompleteRow);

    /// <summary>A row has an unknown column that looks like a user, provider, subject or pool, or lacks a mapped one.</summary>
    public const string UnknownColumn = nameof(UnknownColumn);

    /// <summary>A row has two different values where one is expected.</summary>
    public const string AmbiguousRow = nameof(AmbiguousRow);

    /// <summary>The user with the row's name has a different <c>sub</c> than the row says, or the answer is about a user with another name.</summary>
    public const string OtherUser = nameof(OtherUser);

    /// <summary>A username that no user can have, because it has blanks or is too long.</summary>
    public const string InvalidUsername = nameof(InvalidUsername);

    /// <summary>The piped object does not name its user pool, and none was given.</summary>
    public const string UserPoolNotSpecified = nameof(UserPoolNotSpecified);

    /// <summary>The given value is empty.</summary>
    public const string EmptyValue = nameof(EmptyValue);

    /// <summary>The variable for the summary of the run cannot be set.</summary>
    public const string VariableNotWritable = nameof(VariableNotWritable);

    /// <summary>Credentials were piped to a command that changes users, where they would apply to one item only.</summary>
    public const string CredentialPiped = nameof(CredentialPiped);

    /// <summary>The piped objects are display instructions, as written by Format-Table.</summary>
    public const string FormattedObject = nameof(FormattedObject);

    /// <summary>A column map that cannot be used.</summary>
    public const string InvalidColumnMap = nameof(InvalidColumnMap);

    /// <summary>A row that is broken: not JSON, with more fields than columns, with one column twice, or with a value that could narrow it and cannot be read.</summary>
    public const string RowNotReadable = nameof(RowNotReadable);

    /// <summary>A row, or what the journal would have to record about it, is too long.</summary>
    public const string RowTooLong = nameof(RowTooLong);

    /// <summary>A row for another user pool than the one specified.</summary>
    public const string OtherUserPool = nameof(OtherUserPool);

    /// <summary>A file of rows cannot be read.</summary>
    public const string FileNotReadable = nameof(FileNotReadable);

    /// <summary>A file that does not hold rows in a known form.</summary>
    public const string UnknownFileForm = nameof(UnknownFileForm);

    /// <summary>A local user pool could not be started.</summary>
    public const string LocalUserPoolNotStarted = nameof(LocalUserPoolNotStarted);

    /// <summary>A fault that a local user pool cannot produce.</summary>
    public const string InvalidFault = nameof(InvalidFault);

    /// <summary>A local user pool with that id ran in this process; the AWS pool with that id is not used instead.</summary>
    public const string LocalUserPoolStopped = nameof(LocalUserPoolStopped);

    /// <summary>No local user pool with that id runs in this session.</summary>
    public const string LocalUserPoolNotFound = nameof(LocalUserPoolNotFound);

    /// <summary>Another process, or another run of this one, is writing the journal.</summary>
    public const string JournalInUse = nameof(JournalInUse);

    /// <summary>A line of the journal, other than a torn last one, cannot be read.</summary>
    public const string JournalDamaged = nameof(JournalDamaged);

    /// <summary>The journal cannot be opened for reading.</summary>
    public const string JournalNotReadable = nameof(JournalNotReadable);

    /// <summary>The journal cannot be opened for writing, or a write to it failed.</summary>
    public const string JournalNotWritable = nameof(JournalNotWritable);

    /// <summary>The journal has a format that only a later version knows.</summary>
    public const string JournalTooNew = nameof(JournalTooNew);

    /// <summary>The journal was made at a different endpoint from the one that requests go to now.</summary>
    public const string OtherPlace = nameof(OtherPlace);

    /// <summary>The journal does not say where it was made, and it was not confirmed that this is the endpoint that requests go to now.</summary>
    public const string PlaceNotConfirmed = nameof(PlaceNotConfirmed);

    /// <summary>No app clients were specified.</summary>
    public const string ClientNotSpecified = nameof(ClientNotSpecified);

    /// <summary>The app client offers no other provider.</summary>
    public const string LastProvider = nameof(LastProvider);

    /// <summary>The service refuses a setting of an app client that it had just returned.</summary>
    public const string ClientSettingRefused = nameof(ClientSettingRefused);

    /// <summary>An app client was changed, and its other settings are no longer the same.</summary>
    public const string ClientSettingsDiffer = nameof(ClientSettingsDiffer);

    /// <summary>The user has no verified e-mail address or phone number that the pool would send a code to.</summary>
    public const string NoVerifiedAddress = nameof(NoVerifiedAddress);

    /// <summary>The user is a federated profile, which never has a password.</summary>
    public const string FederatedProfile = nameof(FederatedProfile);

    /// <summary>Only administrators can reset a password in the pool.</summary>
    public const string RecoveryByAdministratorsOnly = nameof(RecoveryByAdministratorsOnly);

    /// <summary>The list of people to notify must not overwrite a file, and the file exists.</summary>
    public const string NotifyFileExists = nameof(NotifyFileExists);

    /// <summary>The list of people to notify cannot be written.</summary>
    public const string NotifyFileNotWritable = nameof(NotifyFileNotWritable);

    /// <summary>A probe's pool could not be removed.</summary>
    public const string ProbePoolLeft = nameof(ProbePoolLeft);

    /// <summary>The findings of a probe cannot be written to the requested place.</summary>
    public const string ProbeFileNotWritable = nameof(ProbeFileNotWritable);

    /// <summary>Something that is not a journal, a finding or the result of a comparison was to become part of a report.</summary>
    public const string NotReportable = nameof(NotReportable);

    /// <summary>A report must not overwrite a file, and the file exists.</summary>
    public const string ReportExists = nameof(ReportExists);

    /// <summary>A report cannot be written to the requested place.</summary>
    public const string ReportNotWritable = nameof(ReportNotWritable);
}
