namespace CognitoUnlink.Errors;

/// <summary>
/// The stable ids of this product's own errors. Errors of the service and of the way to it carry the name of their
/// <see cref="CognitoErrorKind"/> in the same place.
/// </summary>
public static class ErrorId
{
    /// <summary>The user pool id does not have the form <c>region_name</c>.</summary>
    public const string InvalidUserPoolId = nameof(InvalidUserPoolId);

    /// <summary>Neither a provider nor all providers were asked for.</summary>
    public const string ProviderNotSpecified = nameof(ProviderNotSpecified);

    /// <summary>Several providers were named where an identity has one.</summary>
    public const string SeveralProviders = nameof(SeveralProviders);

    /// <summary>What was piped is neither a user nor an identity nor a pool.</summary>
    public const string NotAUser = nameof(NotAUser);

    /// <summary>The pool has no identity provider of that name.</summary>
    public const string ProviderNotFound = nameof(ProviderNotFound);

    /// <summary>A provider pattern that cannot be read, for instance <c>Okta[</c>.</summary>
    public const string InvalidProviderPattern = nameof(InvalidProviderPattern);

    /// <summary>A federated username was given where the subject alone is wanted.</summary>
    public const string SubjectHasProviderPrefix = nameof(SubjectHasProviderPrefix);

    /// <summary>The password sign-in was named as a provider; only <c>-Native</c> may deactivate it.</summary>
    public const string NativeNotAsked = nameof(NativeNotAsked);

    /// <summary>The user's attribute <c>identities</c> cannot be read.</summary>
    public const string MalformedIdentities = nameof(MalformedIdentities);

    /// <summary>The identity is not among those of the user it was to be taken from.</summary>
    public const string IdentityNotOwned = nameof(IdentityNotOwned);

    /// <summary>The user would have no way left to sign in.</summary>
    public const string WouldLockOut = nameof(WouldLockOut);

    /// <summary>The user would be left with a password that nobody may know and that cannot be reset.</summary>
    public const string NoRecovery = nameof(NoRecovery);

    /// <summary>The user's status does not tell how the user can sign in.</summary>
    public const string UnknownStatus = nameof(UnknownStatus);

    /// <summary>Another run of this process is changing the same user, and did not end in time.</summary>
    public const string UserBusy = nameof(UserBusy);

    /// <summary>The identity is unlinked, and a read showed that the user has no way left to sign in.</summary>
    public const string Stranded = nameof(Stranded);

    /// <summary>The identity is a federated profile's own and not a link.</summary>
    public const string OwnIdentity = nameof(OwnIdentity);

    /// <summary>The service says that the identity is not linked, and nothing shows that it was unlinked before.</summary>
    public const string IdentityNotLinked = nameof(IdentityNotLinked);

    /// <summary>The service reported success, but the user still has the identity.</summary>
    public const string IdentityStillLinked = nameof(IdentityStillLinked);

    /// <summary>The identity cannot be linked to the user as things are.</summary>
    public const string LinkNotPossible = nameof(LinkNotPossible);

    /// <summary>The service reported that it linked the identity, but the user does not show it.</summary>
    public const string LinkNotShown = nameof(LinkNotShown);

    /// <summary>The identity is unlinked, but the user's tokens could not be revoked.</summary>
    public const string SignOutFailed = nameof(SignOutFailed);

    /// <summary>A username was given, and it is empty.</summary>
    public const string UsernameMissing = nameof(UsernameMissing);

    /// <summary>The run was to change no more than so many identities, and did.</summary>
    public const string MaximumChangeReached = nameof(MaximumChangeReached);

    /// <summary>The run was to take no longer than so long, and there is more to do.</summary>
    public const string StopAfterReached = nameof(StopAfterReached);

    /// <summary>A row has no value where one is needed.</summary>
    public const string IncompleteRow = nameof(IncompleteRow);

    /// <summary>A row has a column that looks like a user, a provider, a subject or a pool and is not known, or lacks one that was mapped.</summary>
    public const string UnknownColumn = nameof(UnknownColumn);

    /// <summary>A row says two different things where one is meant.</summary>
    public const string AmbiguousRow = nameof(AmbiguousRow);

    /// <summary>The user of the row's name has another <c>sub</c> than the row says, or the answer is about a user who is not called so.</summary>
    public const string OtherUser = nameof(OtherUser);

    /// <summary>A username that no user can have, since it has blanks or is too long.</summary>
    public const string InvalidUsername = nameof(InvalidUsername);

    /// <summary>What was piped does not say its user pool, and none was given.</summary>
    public const string UserPoolNotSpecified = nameof(UserPoolNotSpecified);

    /// <summary>A value was given, and it is empty.</summary>
    public const string EmptyValue = nameof(EmptyValue);

    /// <summary>Credentials were piped to a command that changes users, where they would hold for one item only.</summary>
    public const string CredentialPiped = nameof(CredentialPiped);

    /// <summary>What was piped are instructions for a screen, as Format-Table writes them.</summary>
    public const string FormattedObject = nameof(FormattedObject);

    /// <summary>A map of columns that cannot be used.</summary>
    public const string InvalidColumnMap = nameof(InvalidColumnMap);

    /// <summary>A row that is broken: not JSON, with more fields than columns, or with one column twice.</summary>
    public const string RowNotReadable = nameof(RowNotReadable);

    /// <summary>A row, or what the journal would have to note of it, is too long.</summary>
    public const string RowTooLong = nameof(RowTooLong);

    /// <summary>A row of another user pool than the one that was asked for.</summary>
    public const string OtherUserPool = nameof(OtherUserPool);

    /// <summary>A file of rows cannot be read.</summary>
    public const string FileNotReadable = nameof(FileNotReadable);

    /// <summary>A file is none that holds such rows.</summary>
    public const string UnknownFileForm = nameof(UnknownFileForm);

    /// <summary>A local user pool could not be started.</summary>
    public const string LocalUserPoolNotStarted = nameof(LocalUserPoolNotStarted);

    /// <summary>A fault that a local user pool cannot make.</summary>
    public const string InvalidFault = nameof(InvalidFault);

    /// <summary>A local user pool of that id ran in this process; the pool of AWS by that id is not taken in its place.</summary>
    public const string LocalUserPoolStopped = nameof(LocalUserPoolStopped);

    /// <summary>No local user pool of that id runs in this session.</summary>
    public const string LocalUserPoolNotFound = nameof(LocalUserPoolNotFound);

    /// <summary>Another process, or another run of this one, is writing the journal.</summary>
    public const string JournalInUse = nameof(JournalInUse);

    /// <summary>A line of the journal, not the last torn one, cannot be read.</summary>
    public const string JournalDamaged = nameof(JournalDamaged);

    /// <summary>The journal cannot be opened for reading.</summary>
    public const string JournalNotReadable = nameof(JournalNotReadable);

    /// <summary>The journal cannot be opened for writing, or a write to it failed.</summary>
    public const string JournalNotWritable = nameof(JournalNotWritable);

    /// <summary>The journal is of a format that only a later version knows.</summary>
    public const string JournalTooNew = nameof(JournalTooNew);

    /// <summary>The journal was made at another endpoint than requests go to now.</summary>
    public const string OtherPlace = nameof(OtherPlace);

    /// <summary>The journal does not say where it was made, and nobody confirmed that it was made at the endpoint that requests go to now.</summary>
    public const string PlaceNotConfirmed = nameof(PlaceNotConfirmed);

    /// <summary>Nothing says which app clients are meant.</summary>
    public const string ClientNotSpecified = nameof(ClientNotSpecified);

    /// <summary>The app client offers no other provider.</summary>
    public const string LastProvider = nameof(LastProvider);

    /// <summary>The service does not take back a setting of an app client that it had just shown.</summary>
    public const string ClientSettingRefused = nameof(ClientSettingRefused);

    /// <summary>An app client was changed, and other settings of it are not what they were.</summary>
    public const string ClientSettingsDiffer = nameof(ClientSettingsDiffer);

    /// <summary>Neither an e-mail address nor a phone number of the user is verified that the pool would send a code to.</summary>
    public const string NoVerifiedAddress = nameof(NoVerifiedAddress);

    /// <summary>The user is a federated profile, which never has a password.</summary>
    public const string FederatedProfile = nameof(FederatedProfile);

    /// <summary>Only administrators can reset a password in the pool.</summary>
    public const string RecoveryByAdministratorsOnly = nameof(RecoveryByAdministratorsOnly);

    /// <summary>The list of people to write to is not to overwrite a file, and the file is there.</summary>
    public const string NotifyFileExists = nameof(NotifyFileExists);

    /// <summary>The list of people to write to cannot be written.</summary>
    public const string NotifyFileNotWritable = nameof(NotifyFileNotWritable);

    /// <summary>A probe's pool could not be taken away.</summary>
    public const string ProbePoolLeft = nameof(ProbePoolLeft);

    /// <summary>What a probe found out cannot be written where it was asked for.</summary>
    public const string ProbeFileNotWritable = nameof(ProbeFileNotWritable);

    /// <summary>A report was not to overwrite a file, and the file is there.</summary>
    public const string ReportExists = nameof(ReportExists);

    /// <summary>A report cannot be written where it was asked for.</summary>
    public const string ReportNotWritable = nameof(ReportNotWritable);
}
