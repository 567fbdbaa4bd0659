using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Unlinking;

/// <summary>The unlink of one identity.</summary>
/// <param name="users">Reads the user.</param>
/// <param name="options">What is allowed.</param>
/// <param name="journal">Where the intent is written; null for no journal.</param>
/// <param name="item">The identity.</param>
internal sealed class UnlinkAttempt(UserReader users, UnlinkOptions options, UnlinkJournal? journal, UnlinkItem item) : ChangeAttempt<UnlinkReport>(users)
{
    /// <summary>The identity; once its user is read, with the user's real name instead of an alias.</summary>
    public UnlinkItem Item { get; private set; } = item;

    /// <summary>The result so far.</summary>
    public UnlinkResult Result { get; private set; } = item.ToResult();

    /// <summary>Whether it is a federated profile's own identity.</summary>
    public bool IsOwnIdentity { get; private set; }

    /// <summary>The pool's settings for ways to sign in.</summary>
    public SignInSettings Settings { get; private set; } = SignInSettings.Unknown;

    /// <summary>Whether another sign-in was removed from the user in this run or the last.</summary>
    public bool IsUserChanged { get; private set; }

    /// <summary>Whether the user's password sign-in is, or may be, deactivated.</summary>
    public bool IsPasswordGone { get; private set; }

    /// <summary>Determines whether the user still has the identity; null if no user is named, or for the password sign-in.</summary>
    public LinkCheck? Check { get; private set; }

    private Uri Endpoint => Users.Caller.Gateway.Endpoint;

    /// <inheritdoc/>
    public override async Task<bool> PrepareAsync(CognitoException? before, CancellationToken cancellationToken)
    {
        if (Item.Username is null)
        {
            return IsIntentWritten || await AfterIntentAsync(journal?.IntentAsync(Item, null)).ConfigureAwait(false);
        }

        if (IsHeld)
        {
            return await MayBeRepeatedAsync(before, cancellationToken).ConfigureAwait(false);
        }

        var user = await HoldAsync(Item.UserPoolId, Item.Username, cancellationToken).ConfigureAwait(false);
        Settings = await Users.SettingsAsync(Item.UserPoolId, cancellationToken).ConfigureAwait(false);
        var isAlias = user.Username != Item.Username;
        Item = Item.Of(user);
        Result = Item.ToResult() with { Sub = user.Sub };
        if (isAlias && journal?.FinishedBefore(Item, user) is { } finished && !Item.IsLinkedTo(user))
        {
            return End(new UnlinkReport(finished with { Verified = Item.IsNative ? null : true }, null), isFinishedBefore: true);
        }

        var sub = user.Sub ?? user.Username;
        IsUserChanged = ChangedUsers.Has(Endpoint, Item.UserPoolId, sub);
        IsPasswordGone = ChangedUsers.HasNoPassword(Endpoint, Item.UserPoolId, sub) || journal?.MayHaveUnlinkedPassword(Item.UserPoolId, user.Username) == true;
        if (!await IsToBeSentAsync(user, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Check = Item.IsNative ? null : new LinkCheck(Users, Item, user);

        // From here on, a missing identity is not a mistake in the input.
        Item = Item with { SeenOnSub = user.Sub, ListedUser = user, SeenUser = user };
        return await AfterIntentAsync(journal?.IntentAsync(Item, user)).ConfigureAwait(false);
    }

    /// <summary>Writes the intent with another attribute name that the link may have been made with.</summary>
    /// <param name="target">The same identity with that name.</param>
    public Task WriteIntentAsync(ProviderUser target) => journal?.IntentAsync(Item with { Target = target }, Item.ListedUser) ?? Task.CompletedTask;

    /// <summary>Reads the user again.</summary>
    /// <param name="username">The user's real name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<CognitoUser> ReadAsync(string username, CancellationToken cancellationToken) => Users.GetUserAsync(Item.UserPoolId, username, cancellationToken);

    /// <summary>Remembers that the user lost a sign-in.</summary>
    public void NoteChange()
    {
        if (Item is { ListedUser: { } user })
        {
            ChangedUsers.Add(Endpoint, Item.UserPoolId, user.Sub ?? user.Username, Item.IsNative);
        }
    }

    /// <summary>How a user read after the change can sign in, and whether that would have been refused before it.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<(SignInAfterUnlink SignIn, Recovery Recovery, bool IsStranded)> SignInOfAsync(CognitoUser user, CancellationToken cancellationToken)
    {
        var hasPassword = !Item.IsNative && !IsPasswordGone;
        var signIn = Settings.SignInWith(user, IdentitiesReader.Read(user), hasPassword);
        var recovery = RecoveryRule.Of(user, Settings.Pool);
        if (options.AllowLockout || !UnlinkGuard.IsWithoutWayIn(signIn, recovery, options))
        {
            return (signIn, recovery, false);
        }

        return options.CheckFactors && hasPassword && UnlinkGuard.MayHaveFactors(user) && await HasOtherFactorAsync(user, cancellationToken).ConfigureAwait(false)
            ? (SignInAfterUnlink.Passwordless, recovery, false)
            : (signIn, recovery, true);
    }

    private async Task<bool> HasOtherFactorAsync(CognitoUser user, CancellationToken cancellationToken)
    {
        try
        {
            return Result.SignInAfterUnlink == SignInAfterUnlink.Passwordless || await Users.HasOtherFactorAsync(Item.UserPoolId, user.Username, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException)
        {
            return false;
        }
    }

    private async Task<bool> MayBeRepeatedAsync(CognitoException? before, CancellationToken cancellationToken)
    {
        CognitoUser user;
        try
        {
            user = await ReadAsync(Item.Username!, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem) when (before?.MayHaveBeenCarriedOut == true)
        {
            throw UncertainException.After(before, problem);
        }

        if (Check?.IsLinked(user) == false && before?.MayHaveBeenCarriedOut == true)
        {
            return End(new UnlinkReport(Unlinker.DoneDespite(Result, before), null));
        }

        return await IsToBeSentAsync(user, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsToBeSentAsync(CognitoUser user, CancellationToken cancellationToken)
    {
        ProviderUser[] gone = IsPasswordGone ? [ProviderUser.Native(user.Username)] : [];

        // What was read for a preview may have changed since.
        var judgement = UnlinkGuard.Judge(Item with { HasOtherFactor = null }, user, options, Settings, gone);
        if (judgement.NeedsFactors)
        {
            var hasOtherFactor = await Users.HasOtherFactorAsync(Item.UserPoolId, user.Username, cancellationToken).ConfigureAwait(false);
            judgement = UnlinkGuard.Judge(Item with { HasOtherFactor = hasOtherFactor }, user, options, Settings, gone);
        }

        Result = judgement.ResultOf(Item);
        IsOwnIdentity = judgement.IsOwnIdentity;
        return judgement.Outcome is null || End(new UnlinkReport(judgement.Error is null ? Result with { Verified = true } : Result, judgement.Error));
    }
}

/// <summary>A request got no clear answer, and no read could settle it: it is not known whether it was carried out.</summary>
/// <param name="problem">The failure, with a message for the user.</param>
internal sealed class UncertainException(CognitoUnlinkException problem) : Exception(problem.Message, problem)
{
    public CognitoUnlinkException Problem => problem;

    /// <summary>The error if the user could not be read after a change failed.</summary>
    /// <param name="change">How the change failed.</param>
    /// <param name="read">How the read failed.</param>
    public static UncertainException After(CognitoException change, CognitoUnlinkException read) => new(read.Saying(
        $"The service answered '{change.Message}', but it is not known whether the identity is unlinked, because the user could not be read back: {read.Message}"));

    /// <summary>The error if an attempt was not answered, and the next one found the identity linked to nobody.</summary>
    /// <param name="change">How the change failed.</param>
    public static UncertainException OfNobody(CognitoException change) => new(change.Saying(
        $"An attempt got no answer, and the next one was answered '{change.Message}'. The identity was probably unlinked, but no user was named, so none could be read to check."));

    /// <summary>The error if a password sign-in could not be deactivated, according to the service.</summary>
    /// <param name="change">How the change failed.</param>
    public static UncertainException OfPassword(CognitoException change) => new(change.Saying(
        $"The service answered '{change.Message}', but it is not known whether the password sign-in is deactivated, because reading the user does not show it. This process treats it as deactivated."));
}
