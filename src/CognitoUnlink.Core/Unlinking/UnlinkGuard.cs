using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// Decides whether an identity may be unlinked. Cognito's request does not name the user, so nothing else prevents unlinking the wrong
/// person, or leaving somebody without a way in.
/// </summary>
public static class UnlinkGuard
{
    /// <summary>Judges one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">Its user as just read; null when the item names none.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="settings">The pool's settings for ways to sign in.</param>
    /// <param name="gone">Identities of the user, and the password sign-in, that count as already unlinked; may be empty.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>.</exception>
    public static UnlinkJudgement Judge(UnlinkItem item, CognitoUser? user, UnlinkOptions options, SignInSettings settings, IReadOnlyCollection<ProviderUser> gone)
    {
        if (user is null)
        {
            return new UnlinkJudgement(null, SignInAfterUnlink.Unknown, item.ProviderType);
        }

        var blank = new UnlinkJudgement(null, SignInAfterUnlink.Unknown, item.ProviderType) { Sub = user.Sub, Recovery = RecoveryRule.Of(user, settings.Pool) };
        if (item.SeenOnSub is not null && user.Sub is not null && item.SeenOnSub != user.Sub)
        {
            return Refuse(blank, UnlinkOutcome.Failed, OtherUser(item.SeenOnSub, user));
        }

        var identities = IdentitiesReader.Read(user)
            .Where(entry => !gone.Any(other => entry.Is(other.ProviderName, other.ProviderAttributeValue)))
            .ToList();
        var owned = identities.FirstOrDefault(entry => entry.Is(item.Target.ProviderName, item.Target.ProviderAttributeValue));
        var hasPassword = !item.IsNative && !gone.Any(other => other.ProviderName == ProviderUser.CognitoProvider);
        var judgement = blank with
        {
            SignInAfterUnlink = settings.SignInWith(user, identities.Where(entry => !ReferenceEquals(entry, owned)), hasPassword),
            ProviderType = owned?.ProviderType ?? item.ProviderType,
            IsOwnIdentity = owned?.Primary == true,
        };
        if (owned is null && !item.IsNative)
        {
            return NotThere(item, user, identities, settings, judgement);
        }

        if (options.AllowLockout || Refusal(item, user, options, settings, judgement) is not { } error)
        {
            return judgement;
        }

        var dependsOnFactors = options.CheckFactors && hasPassword && MayHaveFactors(user) && error.ErrorId is (ErrorId.WouldLockOut or ErrorId.NoRecovery);
        return dependsOnFactors && item.HasOtherFactor == true
            ? judgement with { SignInAfterUnlink = SignInAfterUnlink.Passwordless }
            : Refuse(judgement, UnlinkOutcome.Skipped, error) with { NeedsFactors = dependsOnFactors && item.HasOtherFactor is null };
    }

    /// <summary>Whether a passkey or a one-time code would let the user in: not a federated profile or an unconfirmed user.</summary>
    /// <param name="user">The user.</param>
    internal static bool MayHaveFactors(CognitoUser user) => user.UserStatus is "CONFIRMED" or "RESET_REQUIRED" or "FORCE_CHANGE_PASSWORD";

    /// <summary>Whether a user has no way to sign in, or only a password that they may not know and cannot reset, if that is not allowed.</summary>
    /// <param name="signIn">How the user can sign in.</param>
    /// <param name="recovery">How their password can be reset.</param>
    /// <param name="options">What is allowed.</param>
    internal static bool IsWithoutWayIn(SignInAfterUnlink signIn, Recovery recovery, UnlinkOptions options) =>
        signIn == SignInAfterUnlink.None || (signIn == SignInAfterUnlink.Password && recovery == Recovery.None && !options.AllowNoRecovery);

    /// <summary>The refusal of a user who has the given name but is somebody else: a name can be reused, a <c>sub</c> cannot.</summary>
    /// <param name="sub">The <c>sub</c> of the intended user.</param>
    /// <param name="user">The user who was read.</param>
    internal static UnlinkException OtherUser(string sub, CognitoUser user) => new(
        ErrorId.OtherUser,
        $"Nothing was sent: the input names the user with sub '{sub}', but user '{user.Username}' has sub '{user.Sub}' and is a different user.");

    private static UnlinkException? Refusal(UnlinkItem item, CognitoUser user, UnlinkOptions options, SignInSettings settings, UnlinkJudgement judgement)
    {
        if (judgement.IsOwnIdentity)
        {
            // What the service does with a profile's own identity is not documented; the one answer reported is "isn't linked".
            return Refusal(ErrorId.OwnIdentity, $"{Name(item)} is the federated user '{user.Username}' itself, not a link to another user.");
        }

        if (!SignInRule.Knows(user.UserStatus))
        {
            return Refusal(
                ErrorId.UnknownStatus,
                $"user '{user.Username}' has {(user.UserStatus is null ? "no status" : $"the status {user.UserStatus}")}, which does not show how they could sign in without {Name(item)}.");
        }

        if (judgement.SignInAfterUnlink == SignInAfterUnlink.None)
        {
            return Refusal(ErrorId.WouldLockOut, $"{Name(item)} is the only way user '{user.Username}' can sign in (status {user.UserStatus}).");
        }

        if (!IsWithoutWayIn(judgement.SignInAfterUnlink, judgement.Recovery, options))
        {
            return null;
        }

        return RecoveryRule.IsForAdministratorsOnly(settings.Pool)
            ? new UnlinkException(
                ErrorId.NoRecovery,
                $"Not unlinked: only administrators can reset a password in user pool {item.UserPoolId} (admin_only), so a user who does not know theirs would be left without a way in. Nothing was sent.",
                scope: FailureScope.Pool)
            : Refusal(
                ErrorId.NoRecovery,
                $"user '{user.Username}' would be left with only a password, which they may not know and cannot reset: they have no verified e-mail address or phone number that the pool sends codes to{(user.HasEmailMfa == true || user.HasSmsMfa == true ? ", apart from the one for their second factor, which cannot be used for both" : string.Empty)}.");
    }

    private static UnlinkJudgement NotThere(UnlinkItem item, CognitoUser user, List<IdentityEntry> identities, SignInSettings settings, UnlinkJudgement judgement)
    {
        if (item.SeenOnSub is null || item.SeenOnSub != user.Sub)
        {
            var has = identities.Count == 0 ? "no external identity" : string.Join(", ", identities.Select(entry => $"{entry.ProviderName} '{entry.UserId}'"));
            return Refuse(judgement, UnlinkOutcome.Failed, Refusal(ErrorId.IdentityNotOwned, $"{Name(item)} is not an identity of user '{user.Username}', who has {has}."));
        }

        // The first SAML or OIDC sign-in replaces the value that a link was made with.
        var listed = item.SeenUser is { } seen ? IdentitiesReader.Read(seen) : [];
        var other = identities.FirstOrDefault(entry => MayBeMeant(item, entry, settings) && !listed.Any(before => before.Is(entry.ProviderName, entry.UserId)));
        return other is null
            ? judgement with { Outcome = UnlinkOutcome.AlreadyUnlinked, Reason = "The user no longer has this identity." }
            : Refuse(judgement, UnlinkOutcome.Failed, Refusal(
                ErrorId.IdentityNotOwned,
                other.ProviderName == item.Target.ProviderName && !SocialProviders.IsType(other.ProviderType ?? item.ProviderType)
                    ? $"user '{user.Username}' no longer has {Name(item)}, but has {other.ProviderName} '{other.UserId}': the value may have changed when the person signed in."
                    : $"user '{user.Username}' does not have {Name(item)}, but has {other.ProviderName} '{other.UserId}'. Names and subjects are case-sensitive and must match exactly."));
    }

    // Not having it proves nothing if the user has what was probably meant.
    private static bool MayBeMeant(UnlinkItem item, IdentityEntry entry, SignInSettings settings) =>
        entry.ProviderName != item.Target.ProviderName ? IsMisspelt(item.Target.ProviderName.Trim(), entry.ProviderName, settings)
        : !SocialProviders.IsType(entry.ProviderType ?? item.ProviderType)
            || item.Target.ProviderAttributeValue.Contains(entry.UserId, StringComparison.OrdinalIgnoreCase)
            || ShortenedNumber.IsOf(item.Target.ProviderAttributeValue, entry.UserId)
            || !IsSubject(item.Target.ProviderAttributeValue, entry.UserId);

    // The subjects of a social provider have one form, for instance 21 digits.
    private static bool IsSubject(string value, string subject) =>
        value.Length > subject.Length / 2 && (!subject.All(char.IsAsciiDigit) || value.All(char.IsAsciiDigit));

    private static bool IsMisspelt(string provider, string meant, SignInSettings settings)
    {
        const int MostLetters = 2;
        return meant.Equals(provider, StringComparison.OrdinalIgnoreCase)
            || (!settings.CanSignInBy(provider) && Math.Abs(provider.Length - meant.Length) <= MostLetters
                && NearNames.Distance(provider.ToUpperInvariant(), meant.ToUpperInvariant()) <= Math.Min(MostLetters, meant.Length / 4));
    }

    private static UnlinkException Refusal(string errorId, string why) => new(errorId, $"Not unlinked: {why} Nothing was sent.");

    private static UnlinkJudgement Refuse(UnlinkJudgement judgement, UnlinkOutcome outcome, UnlinkException error) =>
        judgement with { Outcome = outcome, Reason = error.Message, Error = error };

    private static string Name(UnlinkItem item) =>
        item.IsNative ? "the password sign-in" : $"{item.Target.ProviderName} '{item.Target.ProviderAttributeValue}'";
}
